/**
 * All that a person says yes to in a part, to be read: what it is, where it stands, what it is for and where it leads. Owns
 * that markup, for the walk and for the page of a stage; says nothing.
 */
import { listInWords, t } from '../../i18n/translate';
import type { PlacedPart } from '../../model/walk';
import { Symbol } from '../../styles/symbol';
import { StateTag } from '../agreement/state-tag';
import type { EditorState } from '../state/editor-state';
import { DecisionHead } from '../step/decision-fields';
import { DecisionWords } from '../words/decision-words';
import { familyTag, goalSigns, partName, stepName, stepTags } from '../words/part-words';

/** The part itself, large: what it is, where it stands, what it is for. */
export function PartWords({ editor, part }: { readonly editor: EditorState; readonly part: PlacedPart }) {
  const { map } = editor;
  const step = part.kind === 'step' ? map.step(part.id).value : undefined;
  const link = part.kind === 'link' ? map.link(part.id).value : undefined;
  const name = link ? t('walk.link', { from: stepName(map, link.from), to: stepName(map, link.to) }) : partName(map, { kind: part.kind as Exclude<typeof part.kind, 'map'>, id: part.id });
  const outcome = part.kind === 'outcome' ? map.outcome(part.id).value : undefined;
  const family = outcome && familyTag(outcome.family);
  const goals = step ? goalSigns(map, map.goalsOf(step.id).value) : [];
  const leads = step ? map.linksFrom(step.id).value.map((one) => t('step.quoted', { title: stepName(map, one.to) })) : [];
  const stage = part.stage === '' ? '' : partName(map, { kind: 'stage', id: part.stage });
  return (
    <article class="pw-walk__words">
      <p class="pw-walk__where">
        <span>{t(`walk.kind.${part.kind as Exclude<typeof part.kind, 'map'>}`)}</span>
        {step ? <span>{t('step.place', { stage, lane: partName(map, { kind: 'lane', id: step.lane }) })}</span> : part.kind === 'link' && <span>{stage}</span>}
        <StateTag editor={editor} part={part} />
      </p>
      <h3 class="pw-walk__title">{name}</h3>
      {link && link.label !== '' && <p class="pw-lead">“{link.label}”</p>}
      {step && step.detail !== '' && <p class="pw-lead pw-walk__detail">{step.detail}</p>}
      {outcome && outcome.measure.trim() !== '' && <p class="pw-lead pw-walk__detail">{t('outcome.measure', { text: outcome.measure.trim() })}</p>}
      {family && <p class="pw-row"><span class="pw-tagline"><Symbol name={family.symbol} size={1.125} />{family.word}</span></p>}
      {step?.kind === 'decision' && <div class="pw-decision"><DecisionHead /><DecisionWords step={step} /></div>}
      {step && stepTags(step).length > 0 && <p class="pw-row">{stepTags(step).map((tag) => <span class="pw-tagline" key={tag.symbol}><Symbol name={tag.symbol} size={1.125} />{tag.word}</span>)}</p>}
      {goals.length > 0 && (
        <div class="pw-walk__goals">
          <p class="pw-soft">{t('walk.serves')}</p>
          <ul>{goals.map((goal) => <li key={goal.id}><Symbol name="goal" size={1.125} />{goal.name}</li>)}</ul>
        </div>
      )}
      {leads.length > 0 && <p class="pw-soft">{t('step.leadsTo', { steps: listInWords(leads) })}</p>}
    </article>
  );
}
