/**
 * What is printed: goals, outcomes and the map on as many pages as it takes to be read, then the same pathway as a plain list,
 * with title, date and what the paper is not. Seen on the screen only where the page shows it on purpose.
 *
 * Owns the paper. Drawn from the same layout as the map; reads the model once, writes nothing.
 */
import { tagOfLink, tagOfPart } from '../editor/words/agreement-words';
import { DecisionWords } from '../editor/words/decision-words';
import { StateMark } from '../editor/agreement/state-tag';
import { goalSigns, partName, shownTexts, stepName, stepTags, wordTags } from '../editor/words/part-words';
import { textScale } from '../map/layers/letters';
import { languageTag, listInWords, t } from '../i18n/translate';
import { isAgreed, PART_KINDS, PLAIN_KINDS, type PlainKind } from '../model/kinds';
import type { MapModel } from '../model/map';
import { nameOfPart, WHOLE_MAP, type AgreePart } from '../model/meaning';
import { SIDES } from '../model/agreement';
import { Symbol } from '../styles/symbol';
import type { Agreement } from '../workshop/agreement';
import { PAPERS, type PaperSize } from './pages';
import { PaperMap } from './paper-map';
import '../map/map.scss';
import './print.scss';

/** What is printed besides the map. */
export interface PrintViewProps {
  readonly map: MapModel;
  readonly agreement: Agreement;
  readonly title: string;
  readonly challenge: string;
  /** The day on the paper. */
  readonly on: Date;
  readonly size?: PaperSize;
}

/** Height of a line on the paper at the usual size of text, and of the heading, in CSS pixels. */
const LINE_PX = 22;
const HEADING_PX = 44;
/** Width of a letter on average; counted generously, because what has no room goes to the next page whole. */
const LETTER_PX = 8;

/** How high what stands above the map is: counted, because nothing can be measured before it is printed. */
function heightAbove({ map, title, challenge }: Pick<PrintViewProps, 'map' | 'title' | 'challenge'>, width: number): number {
  const zoom = textScale();
  const lines = (texts: readonly string[], extra: number) => Math.ceil((texts.reduce((sum, text) => sum + text.length + extra, 0) * LETTER_PX * zoom) / width);
  const goals = lines(map.goals.value.map((goal) => goal.title), 24);
  const outcomes = map.outcomes.value.length === 0 ? 0 : lines(map.outcomes.value.map((outcome) => outcome.title), 24) + 1;
  const head = Math.ceil((title.length * 13 * zoom) / width) * HEADING_PX + (challenge === '' ? 0 : lines([challenge], 36) * LINE_PX) + 2 * LINE_PX;
  return zoom * (head + (goals + outcomes) * LINE_PX + 2 * LINE_PX);
}

/** Map and list on paper. */
export function PrintView({ map, agreement, title, challenge, on, size = 'a4' }: PrintViewProps) {
  const date = new Intl.DateTimeFormat(languageTag(), { dateStyle: 'long' }).format(on);
  const some = agreement.summary.value.all.somePairsAgree;
  return (
    <article class={`pw-print pw-print--${size}`}>
      <section class="pw-print__page">
        <header class="pw-print__head">
          <h1>{title}</h1>
          {challenge !== '' && <p>{t('print.challenge', { challenge })}</p>}
          <p class="pw-print__facts">
            <span>{t('print.made', { date })}</span>
            <span>{t('print.state', { agreed: agreement.summary.value.all.agreed, all: agreement.parts.value.length })}</span>
            {some > 0 && <span>{t('print.some', { count: some })}</span>}
            {agreement.record.names.value.has(nameOfPart(WHOLE_MAP)) && <span>{t('print.whole')} <PaperState agreement={agreement} part={WHOLE_MAP} /></span>}
            <strong>{t('product.notice')}</strong>
          </p>
        </header>
        <Goals map={map} agreement={agreement} />
        <Outcomes map={map} agreement={agreement} />
        <PaperMap map={map} agreement={agreement} size={size} above={heightAbove({ map, title, challenge }, PAPERS[size].width)} />
      </section>
      <section class="pw-print__list">
        <h2>{t('print.list')}</h2>
        {PLAIN_KINDS.map((kind) => <PlainParts map={map} agreement={agreement} kind={kind} key={kind} />)}
        <PaperList map={map} agreement={agreement} />
        <p class="pw-print__facts"><strong>{t('product.notice')}</strong></p>
      </section>
    </article>
  );
}

/** What every piece of the paper is drawn from. */
type Paper = Pick<PrintViewProps, 'map' | 'agreement'>;

/** The state of a part as shape and word; where the pair sees it differently, both views. */
function PaperState({ agreement, part }: { readonly agreement: Agreement; readonly part: AgreePart }) {
  const views = agreement.of(part).value.pairs.flatMap(({ pair, acts }) => SIDES.flatMap((side) => {
    const { view } = acts[side];
    return view ? [{ key: `${pair.id}-${side}`, words: t('print.view', { side: t(`side.${side}`), text: view.text }) }] : [];
  }));
  return (
    <>
      <StateMark tag={tagOfPart(agreement, part)} />
      {views.map((view) => <span class="pw-print__view" key={view.key}>{view.words}</span>)}
    </>
  );
}

/** The goals, first. */
function Goals({ map, agreement }: Paper) {
  return (
    <ol class="pw-print__goals">
      {map.goals.value.map((goal, index) => (
        <li key={goal.id}><strong>{t('goal.short', { number: index + 1 })}</strong> {partName(map, { kind: 'goal', id: goal.id })} <PaperState agreement={agreement} part={{ kind: 'goal', id: goal.id }} /></li>
      ))}
    </ol>
  );
}

/** The outcomes, after the goals; how we will know is in the list. */
function Outcomes({ map, agreement }: Paper) {
  const outcomes = map.outcomes.value;
  if (outcomes.length === 0) return null;
  return (
    <>
      <p class="pw-print__outcomes-title"><strong>{t('outcomes.title')}</strong></p>
      <ul class="pw-print__goals">
        {outcomes.map(({ id }) => <li key={id} dir="auto">{partName(map, { kind: 'outcome', id })} <PaperState agreement={agreement} part={{ kind: 'outcome', id }} /></li>)}
      </ul>
    </>
  );
}

/** The parts of a kind that is a plain list: what should come of it, with how we will know. */
function PlainParts({ map, agreement, kind }: Paper & { readonly kind: PlainKind }) {
  const parts = map.ordered(kind).value;
  if (parts.length === 0) return null;
  return (
    <section>
      <h3>{t(PART_KINDS[kind].labels.title)}</h3>
      <ul>
        {parts.map((value) => {
          const part = { kind, id: value.id };
          return (
            <li key={value.id}>
              <strong>{partName(map, part)}</strong> {isAgreed(part) && <PaperState agreement={agreement} part={part} />}
              {shownTexts(kind, value).map((text) => <p key={text}>{text}</p>)}
              {wordTags(kind, value).map((tag) => <p class="pw-print__said" key={tag.symbol}><Symbol name={tag.symbol} size={1} />{tag.word}</p>)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Stage by stage, lane by lane, every step with all that is said about it. */
function PaperList({ map, agreement }: Paper) {
  const notPlaced = map.notPlaced.value;
  return (
    <>
      {map.stages.value.map((stage, index) => {
        const cells = map.cellsOf(stage.id);
        return (
          <section key={stage.id}>
            <h3>{t('list.stage', { number: index + 1, title: partName(map, { kind: 'stage', id: stage.id }) })} <PaperState agreement={agreement} part={{ kind: 'stage', id: stage.id }} /></h3>
            {cells.length === 0 && <p>{t('list.noSteps')}</p>}
            {cells.map(({ lane, steps }) => (
              <div class="pw-print__cell" key={lane}>
                <h4>{partName(map, { kind: 'lane', id: lane })}</h4>
                <ul>{steps.map((id) => <PaperStep map={map} agreement={agreement} id={id} key={id} />)}</ul>
              </div>
            ))}
          </section>
        );
      })}
      {notPlaced.length > 0 && (
        <section>
          <h3>{t('notPlaced.title')}</h3>
          <ul>{notPlaced.map((id) => <PaperStep map={map} agreement={agreement} id={id} key={id} />)}</ul>
        </section>
      )}
    </>
  );
}

/** One step of the list. */
function PaperStep({ map, agreement, id }: Paper & { readonly id: string }) {
  const step = map.step(id).value;
  if (!step) return null;
  const goals = goalSigns(map, map.goalsOf(id).value).map((goal) => goal.short);
  const leads = map.linksFrom(id).value.map((link) => {
    const title = t('step.quoted', { title: stepName(map, link.to) });
    const said = link.label === '' ? title : `${title} (${link.label})`;
    const state = tagOfLink(agreement, map, link.id);
    return state ? `${said}: ${state.word}` : said;
  });
  const said = [
    ...stepTags(step).map((tag) => tag.word),
    ...(goals.length > 0 ? [t('step.serves', { goals: listInWords(goals) })] : []),
    ...(leads.length > 0 ? [t('step.leadsTo', { steps: listInWords(leads) })] : []),
  ];
  return (
    <li>
      <strong>{stepName(map, id)}</strong> <PaperState agreement={agreement} part={{ kind: 'step', id }} />
      {step.detail !== '' && <p>{step.detail}</p>}
      {step.kind === 'decision' && <p>{t('decision.together')}</p>}
      <DecisionWords step={step} />
      {said.length > 0 && <p class="pw-print__said">{said.join(' · ')}</p>}
    </li>
  );
}
