/**
 * The question with which a step, a goal or a comment is made of an idea: its words, which the person can change, and where a step goes.
 * Owns that form; the order of what is done is make.ts.
 */
import { useId, useState } from 'preact/hooks';
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { Select } from '../../../../editor/fields/select';
import { partName } from '../../../../editor/words/part-words';
import { talkPartName } from '../../../../editor/words/talk-words';
import { t } from '../../../../i18n/translate';
import { TITLE_UNITS_MAX } from '../../../../model/limits';
import { sortedOf, stageOf, type Became, type Becomes } from '../../../../model/session/idea-sorting';
import type { Idea } from '../../../../model/session/shared-notes';
import { announce } from '../../../../notice/notice';
import { Dialog } from '../../../../ui/dialog';
import { TextArea } from '../../../../ui/field';
import type { OpenMap } from '../../../../workshop/open';
import { COMMENT_UNITS_MAX } from '../../../../workshop/talk';
import { wordsForFailure } from '../../../common/use-answer';
import type { Writer } from '../notes/writers';
import { commentPlace, makePart, NotMade, sayBecame } from './make';
import { forWhom } from './who';

interface MakeProps {
  readonly open: OpenMap;
  readonly idea: Idea;
  readonly kind: Becomes;
  readonly sorter: Writer | undefined;
  readonly onClose: () => void;
}

/** Where the new step goes at first: the stage of the idea, and the lane of the step it is about. */
function placeAtFirst({ map }: OpenMap, { about }: Idea): { readonly stage: string; readonly lane: string } {
  const beside = about?.kind === 'step' ? map.step(about.id).peek() : undefined;
  return { stage: stageOf(map, about) || (map.stages.peek()[0]?.id ?? ''), lane: beside?.lane ?? map.lanes.peek()[0]?.id ?? '' };
}

/** What is being done: asked, on its way, or made and not kept with the idea. */
type State = { readonly at: 'asked' } | { readonly at: 'sending' } | { readonly at: 'half'; readonly made: Became };

/** Making it, and what failed. */
function useMaking({ open, idea, kind, sorter, onClose }: MakeProps) {
  const editor = editorStateOf(open);
  const [state, setState] = useState<State>({ at: 'asked' });
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [was] = useState(() => sortedOf(open.workshop.session.sorting.peek(), idea.id).became);
  const keep = async (made: Became) => {
    try {
      await sayBecame(open, idea, { was, now: made, ...forWhom(sorter) });
      announce(t('ideas.made'));
      onClose();
    } catch (error) {
      setFailure(wordsForFailure(error));
      setState({ at: 'half', made });
    }
  };
  const make = async (words: string, place: { readonly stage: string; readonly lane: string }) => {
    if (state.at === 'sending') return;
    setFailure(undefined);
    setState({ at: 'sending' });
    if (state.at === 'half') {
      await keep(state.made);
      return;
    }
    try {
      await keep(await makePart(open, editor, idea, { kind, words, ...place }));
    } catch (error) {
      setFailure(error instanceof NotMade ? error.message : wordsForFailure(error));
      setState({ at: 'asked' });
    }
  };
  return { state, failure, make };
}

/** The dialog. */
export function MakeDialog(props: MakeProps) {
  const { open, idea, kind, onClose } = props;
  const { map } = open;
  const id = useId();
  const { state, failure, make } = useMaking(props);
  const [words, setWords] = useState(() => (kind === 'comment' ? idea.text : idea.text.replace(/\s*\n\s*/g, ' ')).trim());
  const [place, setPlace] = useState(() => placeAtFirst(open, idea));
  const [asked, setAsked] = useState<'yes' | 'no'>('no');
  const over = words.trim().length - (kind === 'comment' ? COMMENT_UNITS_MAX : TITLE_UNITS_MAX);
  const hasPlace = map.stages.value.some((stage) => stage.id === place.stage) && map.lanes.value.some((lane) => lane.id === place.lane);
  const emptyWords = asked === 'yes' && words.trim() === '' ? t('ideas.make.empty') : undefined;
  const problem = over > 0 ? t('ideas.make.tooLong', { count: over }) : emptyWords;
  const submit = () => {
    setAsked('yes');
    if (words.trim() === '' || over > 0 || (kind === 'step' && !hasPlace)) return;
    void make(words.trim(), place);
  };
  const isHalf = state.at === 'half';
  return (
    <Dialog title={t(`ideas.make.${kind}`)} onClose={onClose}>
      <form
        class="pw-flow" noValidate data-kept={isHalf ? 'yes' : undefined}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {!isHalf && <TextArea id={`${id}-words`} label={t('ideas.make.words')} hint={t('ideas.make.words.hint')} error={problem} value={words} rows={3} onInput={setWords} />}
        {!isHalf && kind === 'step' && (
          <>
            <Select label={t('ideas.make.stage')} value={place.stage} onPick={(stage) => setPlace({ ...place, stage })} options={map.stages.value.map((stage) => ({ id: stage.id, words: partName(map, { kind: 'stage', id: stage.id }) }))} />
            <Select label={t('ideas.make.lane')} value={place.lane} onPick={(lane) => setPlace({ ...place, lane })} options={map.lanes.value.map((lane) => ({ id: lane.id, words: partName(map, { kind: 'lane', id: lane.id }) }))} />
            {!hasPlace && <p class="pw-note pw-note--warm" role="status">{t('ideas.make.noPlace')}</p>}
          </>
        )}
        {!isHalf && kind === 'comment' && <p class="pw-soft" dir="auto">{t('ideas.make.at', { part: talkPartName(map, commentPlace(open, idea)) })}</p>}
        {isHalf && <p class="pw-note" role="status">{t('ideas.make.half')}</p>}
        {failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{failure}</p>}
        <div class="pw-row pw-dialog__actions">
          <button type="submit" class="pw-button" aria-disabled={state.at === 'sending' ? 'true' : undefined}>{t(isHalf ? 'ideas.make.again' : `ideas.make.do.${kind}`)}</button>
          <button type="button" class="pw-button pw-button--plain" onClick={onClose}>{t(isHalf ? 'button.close' : 'button.cancel')}</button>
        </div>
      </form>
    </Dialog>
  );
}
