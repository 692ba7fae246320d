/**
 * "You said, what changed": my comments that led to a part, the parts I was the first to write as they are now, each with a
 * way to it, and below it how much of both sides is on the map, led to something and is agreed. Owns that dialog. Which
 * parts are mine is asked from the server for me alone; sides are shown as totals, and never people.
 */
import { tagOfPart } from '../../../editor/words/agreement-words';
import { deskOf } from '../../../editor/state/editor-state-of';
import type { Desk } from '../../../editor/state/editor-state';
import { StateMark } from '../../../editor/agreement/state-tag';
import { beginningOf } from '../../../editor/words/talk-words';
import { goToPart, TrailPart } from '../../../editor/trail/trail-part';
import '../../../editor/trail/trail.scss';
import { partName } from '../../../editor/words/part-words';
import { t } from '../../../i18n/translate';
import { SIDES } from '../../../model/agreement';
import { nameOfPart, type AgreePart } from '../../../model/meaning';
import type { Side } from '../../../model/people';
import type { PartRef } from '../../../model/schema';
import type { PlacedPart } from '../../../model/walk';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { contributions, mineOnMap, type Contribution } from '../../../workshop/origins';
import type { OpenWorkshop } from '../../../workshop/open';
import type { TalkPart } from '../../../workshop/talk-part';
import { traced, trailOf, type Traced } from '../../../workshop/trail';
import { useAnswer, wordsForFailure } from '../../common/use-answer';

/** How much of a comment is shown, in letters. */
const BEGINNING_UNITS = 240;

interface CameProps {
  readonly open: OpenWorkshop;
  readonly onClose: () => void;
}

/** Every part that somebody can be the first to write is one of the map; the whole map is not. */
type Written = PlacedPart & { readonly kind: Exclude<AgreePart['kind'], 'map'> };

/** What else the part says: the detail of a step, how we will know of an outcome, the words on a link. */
function moreWords(desk: Desk, part: PartRef): string {
  if (part.kind === 'step') return desk.map.step(part.id).value?.detail ?? '';
  if (part.kind === 'outcome') return desk.map.outcome(part.id).value?.measure ?? '';
  return part.kind === 'link' ? (desk.map.link(part.id).value?.label ?? '') : '';
}

function MyPart({ desk, part, onGo }: { readonly desk: Desk; readonly part: Written; onGo(part: PartRef): void }) {
  const { proposed } = desk.agreement.record.at(nameOfPart(part)).value;
  const more = moreWords(desk, part);
  return (
    <li>
      <button type="button" class="pw-filtered__open" onClick={() => onGo({ kind: part.kind, id: part.id })}>
        <span class="pw-filtered__words">
          {part.kind !== 'link' && <span class="pw-soft pw-small">{t(`walk.kind.${part.kind}`)} </span>}
          <strong>{partName(desk.map, part)}</strong>
          {more !== '' && <span class="pw-came__more"> {more}</span>}
          {proposed !== undefined && <span class="pw-came__more pw-soft pw-small"> {t(`came.proposed.${proposed === '' ? 'facilitator' : proposed}`)}</span>}
        </span>
        <StateMark tag={tagOfPart(desk.agreement, part)} />
      </button>
    </li>
  );
}

function Mine({ desk, parts, onGo }: { readonly desk: Desk; readonly parts: readonly AgreePart[]; onGo(part: PartRef): void }) {
  const { shown, hidden } = mineOnMap(desk.agreement, parts);
  if (shown.length + hidden === 0) return <p class="pw-note">{t(desk.agreement.speaker.value.can === 'look' ? 'came.none.look' : 'came.none')}</p>;
  return (
    <>
      <p class="pw-soft">{t('came.mine.text')}</p>
      <ul class="pw-filtered__list">
        {shown.filter((part): part is Written => part.kind !== 'map').map((part) => <MyPart desk={desk} part={part} key={nameOfPart(part)} onGo={onGo} />)}
      </ul>
      {hidden > 0 && <p class="pw-soft">{t('came.hidden', { count: hidden })}</p>}
    </>
  );
}

/** My comments that led to something: my words, and each part they led to. */
function Said({ desk, onGo }: { readonly desk: Desk; onGo(part: TalkPart): void }) {
  const { talk } = desk;
  const trail = trailOf(talk);
  const mine = [...trail.comments.value.values()].filter(({ message }) => talk.person(message.by).isMe && trail.fromMessage(message.id).length > 0);
  return (
    <section class="pw-came">
      <h3>{t('trail.said')}</h3>
      {mine.length === 0 && <p class="pw-note">{t(talk.maySettle.value ? 'trail.said.none' : 'trail.said.none.look')}</p>}
      {mine.length > 0 && <p class="pw-soft">{t('trail.said.text')}</p>}
      <ul class="pw-trail__list">
        {mine.map(({ message }) => (
          <li class="pw-trail__said" key={message.id}>
            {message.isTakenBack ? <p class="pw-trail__gone">{t('trail.gone')}</p> : <blockquote class="pw-trail__quote">{beginningOf(talk, message, BEGINNING_UNITS)}</blockquote>}
            <ul class="pw-trail__list">
              {trail.fromMessage(message.id).map((led) => (
                <li class="pw-trail__one" key={led.id}>
                  <span class="pw-trail__sign"><Symbol name="right" size={1} />{t('trail.ledTo')}</span>
                  <TrailPart desk={desk} part={led.part} onGo={onGo} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How much of one side, or of others, led to something; nothing when nothing did. */
function TracedLines({ has }: { readonly has: Traced }) {
  if (has.comments + has.ideas === 0) return null;
  return (
    <>
      {has.comments > 0 && <p class="pw-half__says"><Symbol name="comment" size={1.125} /><span>{t('trail.comments', { count: has.comments })}</span></p>}
      {has.ideas > 0 && <p class="pw-half__says"><Symbol name="idea" size={1.125} /><span>{t('trail.ideas', { count: has.ideas })}</span></p>}
      <p class="pw-half__says"><Symbol name={has.agreed > 0 ? 'agreed' : 'toAgree'} size={1.125} /><span>{t('trail.agreed', { count: has.agreed })}</span></p>
    </>
  );
}

function SideCard({ side, has, led }: { readonly side: Side; readonly has: Contribution; readonly led: Traced }) {
  return (
    <li class={`pw-half pw-half--${side}`}>
      <p class="pw-half__who">
        <span class={`pw-side pw-side--${side}`}><Symbol name={side} size={1} /></span>
        <strong>{t(`side.${side}`)}</strong>
      </p>
      <p class="pw-half__says"><Symbol name="edit" size={1.125} /><span>{t('came.written', { count: has.written })}</span></p>
      {has.written > 0 && <p class="pw-half__says"><Symbol name={has.agreed > 0 ? 'agreed' : 'toAgree'} size={1.125} /><span>{t('came.agreed', { count: has.agreed })}</span></p>}
      <TracedLines has={led} />
    </li>
  );
}

function BothSides({ desk, open }: { readonly desk: Desk; readonly open: OpenWorkshop }) {
  const by = contributions(desk.agreement);
  const led = traced(trailOf(desk.talk), desk.agreement, (participant) => open.facts.participants.value.get(participant)?.side);
  const isEmpty = SIDES.every((side) => by[side].written + led[side].comments === 0);
  return (
    <section class="pw-came">
      <h3>{t('came.both')}</h3>
      <p class="pw-soft">{t(isEmpty ? 'came.both.none' : 'came.both.text')}</p>
      {!isEmpty && <ul class="pw-halves">{SIDES.map((side) => <SideCard side={side} has={by[side]} led={led[side]} key={side} />)}</ul>}
      {led.neither.comments + led.neither.ideas > 0 && (
        <div class="pw-came__others">
          <p class="pw-half__who"><strong>{t('trail.others')}</strong><span class="pw-soft pw-small">{t('trail.others.text')}</span></p>
          <TracedLines has={led.neither} />
        </div>
      )}
      {by.neither.written > 0 && <p class="pw-soft">{t('came.neither', { count: by.neither.written })}</p>}
    </section>
  );
}

/** The dialog. */
export function CameDialog({ open, onClose }: CameProps) {
  const desk = deskOf(open);
  const [asked, again] = useAnswer(() => open.api.mine(), open.entry.workshop);
  const go = (part: TalkPart) => {
    onClose();
    goToPart(desk, part);
  };
  return (
    <Dialog title={t('menu.came')} onClose={onClose} size="wide">
      <Said desk={desk} onGo={go} />
      <section class="pw-came">
        <h3>{t('came.mine')}</h3>
        {asked.state === 'waiting' && <p class="pw-waiting">{t('came.loading')}</p>}
        {asked.state === 'failed' && (
          <>
            <p role="alert">{wordsForFailure(asked.error)}</p>
            <button type="button" class="pw-button" onClick={again}>{t('button.tryAgain')}</button>
          </>
        )}
        {asked.state === 'answered' && <Mine desk={desk} parts={asked.answer} onGo={go} />}
      </section>
      <BothSides desk={desk} open={open} />
    </Dialog>
  );
}
