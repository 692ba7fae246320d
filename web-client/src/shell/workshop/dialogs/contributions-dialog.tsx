/**
 * "What came of my ideas": my shared ideas that became something, my comments that led to a part, the parts I was the first to write as they are now, each with a
 * way to it, and below it how much of both sides is on the map, led to something and is agreed. Owns that dialog. Which
 * parts are mine is asked from the server for me alone; sides are shown as totals, and never people.
 */
import { tagOfPart } from '../../../editor/words/agreement-words';
import { editorStateOf } from '../../../editor/state/editor-state-of';
import type { EditorState } from '../../../editor/state/editor-state';
import { StateMark } from '../../../editor/agreement/state-tag';
import { beginningOf } from '../../../editor/words/talk-words';
import { goToPart, TrailPart } from '../../../editor/trail/trail-part';
import { IdeaBecame, goToBecame } from '../../../editor/ideas/idea-lines';
import '../../../editor/ideas/idea-lines.scss';
import '../../../editor/trail/trail.scss';
import { partName } from '../../../editor/words/part-words';
import { t } from '../../../i18n/translate';
import { SIDES } from '../../../model/agreement';
import { nameOfPart, type AgreePart } from '../../../model/meaning';
import type { Side } from '../../../model/people';
import type { Became } from '../../../model/session/idea-sorting';
import type { PartRef } from '../../../model/schema';
import type { PlacedPart } from '../../../model/walk';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { contributions, mineOnMap, type Contribution } from '../../../workshop/origins';
import type { OpenMap } from '../../../workshop/open';
import type { TalkPart } from '../../../workshop/talk-part';
import { trailTotals, trailOf, type TrailTotals } from '../../../workshop/trail';
import { useAnswer, wordsForFailure } from '../../common/use-answer';

/** How much of a comment is shown, in letters. */
const BEGINNING_UNITS = 240;

interface ContributionsProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** Every part that somebody can be the first to write is one of the map; the whole map is not. */
type Written = PlacedPart & { readonly kind: Exclude<AgreePart['kind'], 'map'> };

/** What else the part says: the detail of a step, how we will know of an outcome, the words on a link. */
function moreWords(editor: EditorState, part: PartRef): string {
  if (part.kind === 'step') return editor.map.step(part.id).value?.detail ?? '';
  if (part.kind === 'outcome') return editor.map.outcome(part.id).value?.measure ?? '';
  return part.kind === 'link' ? (editor.map.link(part.id).value?.label ?? '') : '';
}

function MyPart({ editor, part, onGo }: { readonly editor: EditorState; readonly part: Written; onGo(part: PartRef): void }) {
  const { proposed } = editor.agreement.record.at(nameOfPart(part)).value;
  const more = moreWords(editor, part);
  return (
    <li>
      <button type="button" class="pw-filtered__open" onClick={() => onGo({ kind: part.kind, id: part.id })}>
        <span class="pw-filtered__words">
          {part.kind !== 'link' && <span class="pw-soft pw-small">{t(`walk.kind.${part.kind}`)} </span>}
          <strong>{partName(editor.map, part)}</strong>
          {more !== '' && <span class="pw-contributions__more"> {more}</span>}
          {proposed !== undefined && <span class="pw-contributions__more pw-soft pw-small"> {t(`contributions.proposed.${proposed === '' ? 'facilitator' : proposed}`)}</span>}
        </span>
        <StateMark tag={tagOfPart(editor.agreement, part)} />
      </button>
    </li>
  );
}

function Mine({ editor, parts, onGo }: { readonly editor: EditorState; readonly parts: readonly AgreePart[]; onGo(part: PartRef): void }) {
  const { shown, hidden } = mineOnMap(editor.agreement, parts);
  if (shown.length + hidden === 0) return <p class="pw-note">{t(editor.agreement.speaker.value.can === 'look' ? 'contributions.none.look' : 'contributions.none')}</p>;
  return (
    <>
      <p class="pw-soft">{t('contributions.mine.text')}</p>
      <ul class="pw-filtered__list">
        {shown.filter((part): part is Written => part.kind !== 'map').map((part) => <MyPart editor={editor} part={part} key={nameOfPart(part)} onGo={onGo} />)}
      </ul>
      {hidden > 0 && <p class="pw-soft">{t('contributions.hidden', { count: hidden })}</p>}
    </>
  );
}

/** My comments that led to something: my words, and each part they led to. */
function Said({ editor, onGo }: { readonly editor: EditorState; onGo(part: TalkPart): void }) {
  const { talk } = editor;
  const trail = trailOf(talk);
  const mine = [...trail.comments.value.values()].filter(({ message }) => talk.person(message.by).isMe && trail.fromMessage(message.id).length > 0);
  return (
    <section class="pw-contributions">
      <h3>{t('trail.said')}</h3>
      {mine.length === 0 && <p class="pw-note">{t(talk.mayResolve.value ? 'trail.said.none' : 'trail.said.none.look')}</p>}
      {mine.length > 0 && <p class="pw-soft">{t('trail.said.text')}</p>}
      <ul class="pw-trail__list">
        {mine.map(({ message }) => (
          <li class="pw-trail__said" key={message.id}>
            {message.isTakenBack ? <p class="pw-trail__gone">{t('trail.gone')}</p> : <blockquote class="pw-trail__quote">{beginningOf(talk, message, BEGINNING_UNITS)}</blockquote>}
            <ul class="pw-trail__list">
              {trail.fromMessage(message.id).map((led) => (
                <li class="pw-trail__one" key={led.id}>
                  <span class="pw-trail__sign"><Symbol name="right" size={1} />{t('trail.ledTo')}</span>
                  <TrailPart editor={editor} part={led.part} onGo={onGo} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** My shared ideas of which something became; nothing when there are none. Of an idea without a name nobody knows whose it is. */
function MyIdeas({ editor, open, onGo }: { readonly editor: EditorState; readonly open: OpenMap; onGo(became: Became): void }) {
  const mine = (editor.ideas?.cameTo ?? []).filter(({ by }) => by === open.workshop.entry.participant);
  if (mine.length === 0) return null;
  return (
    <section class="pw-contributions">
      <h3>{t('contributions.ideas')}</h3>
      <ul class="pw-trail__list">
        {mine.map((idea) => {
          const became = editor.ideas?.became(idea.id);
          return (
            <li class="pw-trail__said" key={idea.id}>
              <blockquote class="pw-trail__quote">{idea.text}</blockquote>
              {became && <IdeaBecame editor={editor} became={became} onGo={onGo} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** How much of one side, or of others, led to something; nothing when nothing did. */
function TracedLines({ has }: { readonly has: TrailTotals }) {
  if (has.comments + has.ideas === 0) return null;
  return (
    <>
      {has.comments > 0 && <p class="pw-half__says"><Symbol name="comment" size={1.125} /><span>{t('trail.comments', { count: has.comments })}</span></p>}
      {has.ideas > 0 && <p class="pw-half__says"><Symbol name="idea" size={1.125} /><span>{t('trail.ideas', { count: has.ideas })}</span></p>}
      <p class="pw-half__says"><Symbol name={has.agreed > 0 ? 'agreed' : 'toAgree'} size={1.125} /><span>{t('trail.agreed', { count: has.agreed })}</span></p>
    </>
  );
}

function SideCard({ side, has, led }: { readonly side: Side; readonly has: Contribution; readonly led: TrailTotals }) {
  return (
    <li class={`pw-half pw-half--${side}`}>
      <p class="pw-half__who">
        <span class={`pw-side pw-side--${side}`}><Symbol name={side} size={1} /></span>
        <strong>{t(`side.${side}`)}</strong>
      </p>
      <p class="pw-half__says"><Symbol name="edit" size={1.125} /><span>{t('contributions.written', { count: has.written })}</span></p>
      {has.written > 0 && <p class="pw-half__says"><Symbol name={has.agreed > 0 ? 'agreed' : 'toAgree'} size={1.125} /><span>{t('contributions.agreed', { count: has.agreed })}</span></p>}
      <TracedLines has={led} />
    </li>
  );
}

function BothSides({ editor, open }: { readonly editor: EditorState; readonly open: OpenMap }) {
  const by = contributions(editor.agreement);
  const led = trailTotals(trailOf(editor.talk), editor.agreement, (participant) => open.workshop.facts.participants.value.get(participant)?.side);
  const isEmpty = SIDES.every((side) => by[side].written + led[side].comments === 0);
  return (
    <section class="pw-contributions">
      <h3>{t('contributions.both')}</h3>
      <p class="pw-soft">{t(isEmpty ? 'contributions.both.none' : 'contributions.both.text')}</p>
      {!isEmpty && <ul class="pw-halves">{SIDES.map((side) => <SideCard side={side} has={by[side]} led={led[side]} key={side} />)}</ul>}
      {led.neither.comments + led.neither.ideas > 0 && (
        <div class="pw-contributions__others">
          <p class="pw-half__who"><strong>{t('trail.others')}</strong><span class="pw-soft pw-small">{t('trail.others.text')}</span></p>
          <TracedLines has={led.neither} />
        </div>
      )}
      {by.neither.written > 0 && <p class="pw-soft">{t('contributions.neither', { count: by.neither.written })}</p>}
    </section>
  );
}

/** The dialog. */
export function ContributionsDialog({ open, onClose }: ContributionsProps) {
  const editor = editorStateOf(open);
  const [asked, again] = useAnswer(() => open.api.mine(), open.workshop.entry.workshop);
  const go = (part: TalkPart) => {
    onClose();
    goToPart(editor, part);
  };
  return (
    <Dialog title={t('menu.contributions')} onClose={onClose} size="wide">
      <MyIdeas editor={editor} open={open} onGo={(became) => { onClose(); goToBecame(editor, became); }} />
      <Said editor={editor} onGo={go} />
      <section class="pw-contributions">
        <h3>{t('contributions.mine')}</h3>
        {asked.state === 'waiting' && <p class="pw-waiting">{t('contributions.loading')}</p>}
        {asked.state === 'failed' && (
          <>
            <p role="alert">{wordsForFailure(asked.error)}</p>
            <button type="button" class="pw-button" onClick={again}>{t('button.tryAgain')}</button>
          </>
        )}
        {asked.state === 'answered' && <Mine editor={editor} parts={asked.answer} onGo={go} />}
      </section>
      <BothSides editor={editor} open={open} />
    </Dialog>
  );
}
