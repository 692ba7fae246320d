/**
 * What a comment led to, below its words: each part with its state and a way there, and for whom it is offered the button
 * that says so. Owns these two; it is said by somebody, never guessed.
 */
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import type { TalkMessage } from '../../workshop/talk';
import { partKey } from '../../workshop/talk-part';
import { trailOf } from '../../workshop/trail';
import type { EditorState } from '../state/editor-state';
import { Failure } from '../talk/use-talk-command';
import { nameOf, talkPartName } from '../words/talk-words';
import { TrailPicker } from './trail-picker';
import { TakeAway, TrailPart, useTrail } from './trail-part';
import './trail.scss';

interface LedProps {
  readonly editor: EditorState;
  readonly message: TalkMessage;
}

/** The parts a comment led to; nothing when there are none. */
export function LedTo({ editor, message }: LedProps) {
  const { failure, say } = useTrail(editor);
  const led = trailOf(editor.talk).fromMessage(message.id);
  if (led.length === 0) return null;
  return (
    <>
      <ul class="pw-trail__list" aria-label={t('trail.ledTo')}>
        {led.map((one) => {
          const part = talkPartName(editor.map, one.part);
          const takeAway = async (button: HTMLElement | null) => {
            const around = button?.closest('[data-message]')?.querySelector<HTMLElement>('[data-says-led]');
            await say('notLedTo', one, t('trail.away.done'));
            // The row goes with its button: the focus goes to where it can be said anew.
            requestAnimationFrame(() => { if (document.activeElement === document.body) around?.focus(); });
          };
          return (
            <li class="pw-trail__one" key={one.id}>
              <span class="pw-trail__sign"><Symbol name="right" size={1} />{t('trail.ledTo')}</span>
              <TrailPart editor={editor} part={one.part} />
              <TakeAway editor={editor} name={t('trail.away.to', { part })} onPress={() => void takeAway(document.activeElement as HTMLElement | null)} />
            </li>
          );
        })}
      </ul>
      <Failure words={failure} />
    </>
  );
}

/** "Say what this led to", for those who may; nothing for others. */
export function SayLedTo({ editor, message }: LedProps) {
  const { talk } = editor;
  const { failure, say, start } = useTrail(editor);
  const [state, setState] = useState<'closed' | 'choosing'>('closed');
  if (!talk.mayResolve.value) return null;
  const trail = trailOf(talk);
  const name = nameOf(talk.person(message.by));
  const own = trail.comments.value.get(message.id)?.thread.part;
  const without = new Set(trail.fromMessage(message.id).map((one) => partKey(one.part)));
  return (
    <>
      <button type="button" class="pw-button pw-button--quiet pw-button--small" data-says-led aria-label={t('trail.say.of', { name })} aria-disabled={talk.isConnected.value ? undefined : 'true'} onClick={() => start(() => setState('choosing'))}>
        <Symbol name="right" size={1} />{t('trail.say')}
      </button>
      {state === 'closed' && <Failure words={failure} />}
      {state === 'choosing' && (
        <TrailPicker
          editor={editor} offered={{ without, first: own }} title={t('trail.to.title')} text={t('trail.to.text')} failure={failure} onClose={() => setState('closed')}
          onChoose={async (part) => {
            if ((await say('ledTo', { source: { kind: 'message', id: message.id }, part }, t('trail.done', { part: talkPartName(editor.map, part) }))) === 'done') setState('closed');
          }}
        />
      )}
    </>
  );
}
