/**
 * A question before something that cannot be taken back. Owns the two buttons and what happens when the answer fails:
 * the dialog stays, with the reason.
 */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { wordsForFailure } from './use-answer';

/** The question, the words of the button that does it, and doing it. */
export interface ConfirmProps {
  readonly title: string;
  readonly button: string;
  /** `usual` for what can be changed again. */
  readonly tone?: 'warning' | 'usual';
  readonly size?: 'narrow' | 'wide';
  readonly children: ComponentChildren;
  /** Does it; rejects when it could not be done. Answers `stay` when something in the dialog must be put right first. */
  readonly onConfirm: () => Promise<'done' | 'stay'>;
  readonly onClose: () => void;
}

/** Asks, does, and closes. */
export function Confirm({ title, button, tone = 'warning', size = 'narrow', children, onConfirm, onClose }: ConfirmProps) {
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const confirm = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy') return;
    setBusy('busy');
    setFailure(undefined);
    try {
      if ((await onConfirm()) === 'done') onClose();
    } catch (error) {
      setFailure(wordsForFailure(error));
    }
    setBusy('ready');
  };
  return (
    <Dialog title={title} size={size} onClose={onClose}>
      <form class="pw-flow" noValidate onSubmit={(event) => void confirm(event)}>
        {children}
        {failure !== undefined && (
          <p class="nhsuk-error-message" role="alert">
            {failure}
          </p>
        )}
        <div class="pw-row pw-dialog__actions">
          <button type="submit" class={`pw-button${tone === 'warning' ? ' pw-button--warning' : ''}`} aria-disabled={busy === 'busy'}>
            {button}
          </button>
          <button type="button" class="pw-button pw-button--plain" onClick={onClose}>
            {t('button.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
