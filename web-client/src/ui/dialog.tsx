/**
 * A native modal dialog with a heading, a close button and its focus: in on opening, back to where it was on closing.
 * Owns the frame; what is in it belongs to its caller. Must not know any page.
 */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { useModal } from './modal';

/** What a dialog shows; `onClose` is called for the close button, Escape and a press beside it. */
export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly size?: 'narrow' | 'wide';
  readonly children: ComponentChildren;
}

/** A dialog that is open for as long as it is drawn. */
export function Dialog({ title, onClose, size = 'narrow', children }: DialogProps) {
  const { dialog, heading } = useModal();
  const headingId = useId();
  const pressedBeside = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    // A press on the backdrop reaches the dialog element itself; Escape does the same for the keyboard.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      class={`pw-dialog pw-dialog--${size}`}
      aria-labelledby={headingId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={pressedBeside}
    >
      <div class="pw-dialog__frame">
        <div class="pw-dialog__head">
          <h2 id={headingId} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('button.close')} onClick={onClose}>
            <Symbol name="close" />
          </button>
        </div>
        <div class="pw-dialog__body pw-flow">{children}</div>
      </div>
    </dialog>
  );
}
