/** Opening a vote: how people vote, what is asked, and what they can choose: parts of the map, shared ideas, or what is typed. Owns these fields. */
import { useId, useState } from 'preact/hooks';
import { partName } from '../../../../editor/words/part-words';
import { t, type PlainKey } from '../../../../i18n/translate';
import { CHOICES_MAX, VOTE_KINDS, VOTE_TEXT_CHARS_MAX, type VoteKind } from '../../../../model/session/votes';
import { Choices, TextArea, TextField } from '../../../../ui/field';
import { newCommand } from '../../../../workshop/api';
import type { OpenWorkshop } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';

const KIND_WORDS: Readonly<Record<VoteKind, PlainKey>> = { dots: 'vote.kind.dots', rank: 'vote.kind.rank', answer: 'vote.kind.answer', scale: 'vote.kind.scale' };
const PART_KINDS = ['stage', 'step', 'goal'] as const;
const OFFERS = [...PART_KINDS, 'idea'] as const;
type Source = 'typed' | (typeof OFFERS)[number];
const SOURCE_WORDS: Readonly<Record<Source, PlainKey>> = { typed: 'vote.run.from.typed', stage: 'vote.run.from.stage', step: 'vote.run.from.step', goal: 'vote.run.from.goal', idea: 'vote.run.from.idea' };
const DOTS = ['1', '2', '3', '5'] as const;

/** A choice as the server takes it. */
interface Asked {
  readonly text: string;
  readonly part?: { readonly map: string; readonly part: string };
}

/** Something that can be ticked. */
interface Offer {
  readonly id: string;
  readonly name: string;
  readonly part?: { readonly map: string; readonly part: string };
}

/** The parts of a kind on the map that is shown first, in their order; or the shared ideas. */
function offersOf(workshop: OpenWorkshop, kind: (typeof OFFERS)[number]): readonly Offer[] {
  if (kind === 'idea') return workshop.session.ideas.value.map(({ id, text }) => ({ id, name: text.replace(/\s+/g, ' ').trim() }));
  const id = workshop.facts.meta.value?.map;
  if (id === undefined || id === '') return [];
  const { map } = workshop.openMap(id);
  const ids = kind === 'stage' ? map.stages.value.map((part) => part.id) : kind === 'goal' ? map.goals.value.map((part) => part.id) : map.reading.value;
  return ids.map((part) => ({ id: part, name: partName(map, { kind, id: part }), part: { map: id, part: `${kind}:${part}` } }));
}

/** As much of an idea or a name as a choice holds; what is cut says so. */
function shortened(name: string): string {
  return name.length <= VOTE_TEXT_CHARS_MAX ? name : `${name.slice(0, VOTE_TEXT_CHARS_MAX - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The parts of the map or the ideas, to be ticked. */
function PartChoice(props: { readonly workshop: OpenWorkshop; readonly kind: (typeof OFFERS)[number]; readonly chosen: ReadonlySet<string>; readonly onChoose: (chosen: ReadonlySet<string>) => void }) {
  const { workshop, kind, chosen, onChoose } = props;
  const id = useId();
  const parts = offersOf(workshop, kind);
  const toggle = (part: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(part);
    else next.delete(part);
    onChoose(next);
  };
  return (
    <fieldset class="nhsuk-form-group pw-field pw-vote__parts">
      <legend class="nhsuk-label pw-field__label">{t('vote.run.parts')}</legend>
      {parts.length === 0 && <p class="pw-soft">{t('vote.run.parts.none')}</p>}
      <div class="nhsuk-checkboxes nhsuk-checkboxes--small">
        {parts.map(({ name, id: part }) => (
          <div class="nhsuk-checkboxes__item" key={part}>
            <input class="nhsuk-checkboxes__input" id={`${id}-${part}`} type="checkbox" checked={chosen.has(part)} onChange={(event) => toggle(part, event.currentTarget.checked)} />
            <label dir="auto" class="nhsuk-label nhsuk-checkboxes__label" for={`${id}-${part}`}>{name}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** The form. */
export function VoteForm({ workshop }: { readonly workshop: OpenWorkshop }) {
  const command = useCommand();
  const id = useId();
  const [kind, setKind] = useState<VoteKind>('dots');
  const [question, setQuestion] = useState('');
  const [source, setSource] = useState<Source>('typed');
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dots, setDots] = useState<(typeof DOTS)[number]>('3');
  const [notOwn, setNotOwn] = useState<'on' | 'off'>('off');
  const [missing, setMissing] = useState<string | undefined>(undefined);
  const hasChoices = kind === 'dots' || kind === 'rank';
  const choices = (): readonly Asked[] => {
    if (!hasChoices) return [];
    if (source === 'typed') return typed.split('\n').map((line) => line.trim()).filter((line) => line !== '').map((text) => ({ text }));
    return offersOf(workshop, source).filter((offer) => chosen.has(offer.id)).map(({ name, part }) => ({ text: shortened(name), ...(part ? { part } : {}) }));
  };
  const open = () => {
    const asked = choices();
    const isShort = question.trim() === '' || (hasChoices && asked.length < 2);
    const why = asked.length > CHOICES_MAX ? t('vote.run.parts.many') : t(hasChoices ? 'vote.run.need' : 'vote.run.need.question');
    setMissing(isShort || asked.length > CHOICES_MAX ? why : undefined);
    if (isShort || asked.length > CHOICES_MAX) return;
    const isOwnSaid = hasChoices && source !== 'typed' && source !== 'idea' && notOwn === 'on';
    void command.run(() => workshop.api.votes.open(newCommand(), { kind, question, choices: asked.map((one) => ({ ...one })), ...(kind === 'dots' ? { dotsEach: Number(dots) } : {}), notOwn: isOwnSaid }), t('vote.run.opened'));
  };
  return (
    <form
      class="pw-vote__form" noValidate
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <Choices name={`${id}-kind`} legend={t('vote.run.kind')} value={kind} onChoose={setKind} choices={VOTE_KINDS.map((value) => ({ value, label: t(KIND_WORDS[value]) }))} />
      <TextField id={`${id}-question`} label={t('vote.run.question')} value={question} onInput={setQuestion} />
      {hasChoices && (
        <>
          <Choices name={`${id}-from`} legend={t('vote.run.from')} value={source} onChoose={(next) => { setSource(next); setChosen(new Set()); }} choices={(['typed', ...OFFERS] as const).map((value) => ({ value, label: t(SOURCE_WORDS[value]) }))} />
          {source === 'typed'
            ? <TextArea id={`${id}-typed`} label={t('vote.run.typed')} hint={t('vote.run.typed.hint')} value={typed} rows={4} onInput={setTyped} />
            : <PartChoice workshop={workshop} kind={source} chosen={chosen} onChoose={setChosen} />}
          {source !== 'typed' && source !== 'idea' && (
            <label class="pw-choice">
              <input type="checkbox" checked={notOwn === 'on'} onChange={(event) => setNotOwn(event.currentTarget.checked ? 'on' : 'off')} />
              <span>{t('vote.run.notOwn')}</span>
            </label>
          )}
        </>
      )}
      {kind === 'dots' && <Choices name={`${id}-dots`} legend={t('vote.run.dots')} value={dots} onChoose={setDots} choices={DOTS.map((value) => ({ value, label: value }))} />}
      {missing !== undefined && <p class="pw-note pw-note--warm" role="alert">{missing}</p>}
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
      <button type="submit" class="pw-button" aria-disabled={command.disabled}>{t('vote.run.open')}</button>
      <p class="pw-soft pw-small">{t('vote.few')}</p>
    </form>
  );
}
