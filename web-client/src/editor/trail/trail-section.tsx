/**
 * "What led to this" in the panel of a part: the comments and the other parts that led to it, each with a way there, and
 * below what the part itself led to. The same for both sides. Owns that section; loaded when a panel is first opened.
 */
import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { partKey, type TalkPart } from '../../workshop/talk-part';
import { trailOf, type LedTo, type CommentInThread } from '../../workshop/trail';
import { FromIdeas } from '../ideas/from-ideas';
import type { EditorState } from '../state/editor-state';
import { Failure } from '../talk/use-talk-command';
import { Author } from '../talk/message-author';
import { beginningOf, nameOf, talkPartName } from '../words/talk-words';
import { TrailPicker } from './trail-picker';
import { TakeAway, TrailPart, useTrail } from './trail-part';
import '../talk/talk.scss';
import './trail.scss';

/** How much of a comment is shown, in letters. */
const BEGINNING_UNITS = 240;

/** The section; nothing for who can neither see nor say something in it. */
export function TrailSection({ editor, part }: { readonly editor: EditorState; readonly part: TalkPart }) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const { failure, say } = useTrail(editor);
  const { talk } = editor;
  const trail = trailOf(talk);
  const from = trail.to(part);
  const onward = trail.fromPart(part);
  const may = talk.mayResolve.value;
  const came = part.kind === 'step' || part.kind === 'goal' ? part.kind : undefined;
  const ideaCount = came === undefined ? 0 : (editor.ideas?.from(came, part.id).length ?? 0);
  if (from.length + onward.length + ideaCount === 0 && !may) return null;
  const takeAway = async (led: LedTo) => {
    await say('notLedTo', led, t('trail.away.done'));
    // The row goes with its button.
    requestAnimationFrame(() => { if (document.activeElement === document.body) heading.current?.focus(); });
  };
  return (
    <section class="pw-trail" aria-labelledby={id}>
      <h3 id={id} ref={heading} tabIndex={-1}>{t('trail.section')}</h3>
      {came !== undefined && <FromIdeas editor={editor} kind={came} part={part.id} />}
      {from.length + ideaCount === 0 && <p class="pw-soft">{t('trail.none')}{may ? ` ${t('trail.none.how')}` : ''}</p>}
      <ul class="pw-trail__list">
        {from.map((led) => <Source editor={editor} led={led} key={led.id} onAway={() => void takeAway(led)} />)}
      </ul>
      <Failure words={failure} />
      {may && <ChooseSource editor={editor} part={part} />}
      {onward.length > 0 && (
        <>
          <h4>{t('trail.onward')}</h4>
          <ul class="pw-trail__list">
            {onward.map((led) => (
              <li class="pw-trail__one" key={led.id}>
                <TrailPart editor={editor} part={led.part} />
                <TakeAway editor={editor} name={t('trail.away.to', { part: talkPartName(editor.map, led.part) })} onPress={() => void takeAway(led)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface SourceProps {
  readonly editor: EditorState;
  readonly led: LedTo;
  onAway(): void;
}

/** One thing that led here. */
function Source({ editor, led, onAway }: SourceProps) {
  const { source } = led;
  if (source.kind === 'message') {
    const said = trailOf(editor.talk).comments.value.get(source.id);
    return said ? <SaidHere editor={editor} said={said} onAway={onAway} /> : null;
  }
  return (
    <li class="pw-trail__one">
      <TrailPart editor={editor} part={source} />
      <TakeAway editor={editor} name={t('trail.away.from', { source: talkPartName(editor.map, source) })} onPress={onAway} />
    </li>
  );
}

/** A comment: who, their words, and a way to it. */
function SaidHere({ editor, said, onAway }: { readonly editor: EditorState; readonly said: CommentInThread; onAway(): void }) {
  const { talk } = editor;
  const { message, thread } = said;
  const name = nameOf(talk.person(message.by));
  const go = () => {
    // From the dialog of one part to that of another, and from the panel it is in to the comments below.
    editor.closeDialog();
    requestAnimationFrame(() => editor.openComments(thread.part));
  };
  return (
    <li class="pw-trail__said">
      {message.isTakenBack
        ? <p class="pw-trail__gone">{t('trail.gone')}</p>
        : <><Author editor={editor} message={message} isNew={false} /><p class="pw-trail__quote">{beginningOf(talk, message, BEGINNING_UNITS)}</p></>}
      <div class="pw-row">
        <button type="button" class="pw-button pw-button--quiet pw-button--small" aria-label={message.isTakenBack ? undefined : t('trail.comment.go.of', { name })} onClick={go}>
          <Symbol name="comment" size={1} />{t('trail.comment.go')}
        </button>
        <TakeAway editor={editor} name={t('trail.away.from', { source: message.isTakenBack ? t('trail.gone') : t('trail.comment.of', { name }) })} onPress={onAway} />
      </div>
    </li>
  );
}

/** Another part of the map as what led here. */
function ChooseSource({ editor, part }: { readonly editor: EditorState; readonly part: TalkPart }) {
  const { failure, say, start } = useTrail(editor);
  const [state, setState] = useState<'closed' | 'choosing'>('closed');
  const known = trailOf(editor.talk).to(part).flatMap(({ source }) => (source.kind === 'message' ? [] : [partKey(source)]));
  return (
    <>
      <div>
        <button type="button" class="pw-button pw-button--plain" aria-disabled={editor.talk.isConnected.value ? undefined : 'true'} onClick={() => start(() => setState('choosing'))}>
          <Symbol name="add" size={1} />{t('trail.other')}
        </button>
      </div>
      {state === 'closed' && <Failure words={failure} />}
      {state === 'choosing' && (
        <TrailPicker
          editor={editor} offered={{ without: new Set([partKey(part), ...known]) }} title={t('trail.other')} text={t('trail.from.text')} failure={failure} onClose={() => setState('closed')}
          onChoose={async (source) => {
            if ((await say('ledTo', { source, part }, t('trail.from.done', { source: talkPartName(editor.map, source) }))) === 'done') setState('closed');
          }}
        />
      )}
    </>
  );
}
