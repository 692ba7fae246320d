/**
 * A button that copies a text, says so, and keeps its place and focus. Owns nothing but that moment.
 */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import { announce, showToast } from '../notice/notice';
import { Symbol } from '../styles/symbol';

const SHOWN_MS = 2_500;

/** The text to copy, the button's spoken name, and what is said when it is done. */
export interface CopyButtonProps {
  readonly text: string;
  readonly name: string;
  readonly done: string;
}

/** Copies `text` to the clipboard. */
export function CopyButton({ text, name, done }: CopyButtonProps) {
  const [state, setState] = useState<'ready' | 'copied'>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = setTimeout(() => setState('ready'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
      announce(done);
    } catch {
      // Plain HTTP in a hospital network has no clipboard; the text stands beside the button and can be selected.
      showToast(t('invite.copyFailed'));
    }
  };
  return (
    <button type="button" class="pw-button pw-button--plain pw-copy" aria-label={name} onClick={() => void copy()}>
      <Symbol name={state === 'copied' ? 'check' : 'copy'} />
      <span>{state === 'copied' ? t('button.copied') : t('button.copy')}</span>
    </button>
  );
}
