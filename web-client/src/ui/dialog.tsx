/**
 * A native modal dialog with a heading, a close button and its focus: in on opening, back to where it was on closing.
 * Owns the frame, and that nobody loses words by it: a press beside it counts only when it began there, and words that
 * are kept nowhere else are asked about first. What is in it belongs to its caller. Must not know any page.
 */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { useModal } from './modal';
import { useUnsentWords } from './unsent-words';

/** What a dialog shows; `onClose` is called for the close button, Escape and a press beside it, once no words are lost by it. */
export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly size?: 'narrow' | 'wide';
  readonly children: ComponentChildren;
}

/** Whether a press is on the backdrop: it reaches the dialog element itself, outside of its box. */
function isBeside(dialog: HTMLDialogElement | null, event: MouseEvent): boolean {
  if (!dialog || event.target !== dialog) return false;
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/**
 * When a dialog closes: at once, or after the question whether its words may go. `isOver` while it is being taken away, when
 * the browser still tells that it closed.
 */
function useLeaving(onClose: () => void) {
  const isOverRef = useRef(false);
  useLayoutEffect(() => {
    isOverRef.current = false;
    return () => {
      isOverRef.current = true;
    };
  }, []);
  const { dialog, heading } = useModal();
  const holdsUnsentWords = useUnsentWords(dialog);
  const [leaving, setLeaving] = useState<'no' | 'asking' | 'yes'>('no');
  /** Where the person was in it: a press beside a dialog takes the focus to the dialog itself. */
  const focusedRef = useRef<HTMLElement | undefined>(undefined);
  useLayoutEffect(() => {
    // After the question is gone, so that the focus goes from it to the field, and from there to where it was before.
    if (leaving === 'yes') onClose();
    if (leaving === 'no' && focusedRef.current !== document.activeElement) focusedRef.current?.focus();
    // Once it is said it is done: a caller that draws anew has another function, not another answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [leaving]);
  const leave = () => {
    if (holdsUnsentWords()) setLeaving('asking');
    else onClose();
  };
  /** A browser closes a dialog without asking the page when Escape is pressed twice: it is opened again, and asked about. */
  const closedByBrowser = () => {
    const element = dialog.current;
    if (isOverRef.current || !element?.isConnected || element.open) return;
    element.showModal();
    leave();
  };
  const noteFocus = (event: FocusEvent) => {
    if (event.target instanceof HTMLElement && event.target !== dialog.current) focusedRef.current = event.target;
  };
  return { dialog, heading, leaving, setLeaving, leave, closedByBrowser, noteFocus };
}

/** A dialog that is open for as long as it is drawn. */
export function Dialog({ title, onClose, size = 'narrow', children }: DialogProps) {
  const { dialog, heading, leaving, setLeaving, leave, closedByBrowser, noteFocus } = useLeaving(onClose);
  const headingId = useId();
  const pressBeganRef = useRef<'beside' | 'inside'>('inside');
  return (
    <>
      {/* A press on the backdrop reaches the dialog element itself; Escape does the same for the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <dialog
        ref={dialog}
        class={`pw-dialog pw-dialog--${size}`}
        aria-labelledby={headingId}
        onCancel={(event) => {
          event.preventDefault();
          leave();
        }}
        onClose={closedByBrowser}
        onFocusIn={noteFocus}
        onPointerDown={(event) => {
          pressBeganRef.current = isBeside(dialog.current, event) ? 'beside' : 'inside';
        }}
        onClick={(event) => {
          // A selection that is let go beside the dialog is a click on the element around both ends, which is the dialog.
          if (pressBeganRef.current === 'beside' && isBeside(dialog.current, event)) leave();
        }}
      >
        <div class="pw-dialog__frame">
          <div class="pw-dialog__head">
            <h2 id={headingId} ref={heading} tabIndex={-1}>
              {title}
            </h2>
            <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('button.close')} onClick={leave}>
              <Symbol name="close" />
            </button>
          </div>
          <div class="pw-dialog__body pw-flow">{children}</div>
        </div>
      </dialog>
      {leaving === 'asking' && <AskBeforeLosing onStay={() => setLeaving('no')} onLose={() => setLeaving('yes')} />}
    </>
  );
}

/** The question before words are lost. */
function AskBeforeLosing({ onStay, onLose }: { readonly onStay: () => void; readonly onLose: () => void }) {
  const { dialog, heading } = useModal();
  const id = useId();
  return (
    <dialog
      ref={dialog} class="pw-dialog pw-dialog--narrow" aria-labelledby={id} aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onStay();
      }}
      onClose={onStay}
    >
      <div class="pw-dialog__frame">
        <div class="pw-dialog__body pw-flow">
          <h2 id={id} ref={heading} tabIndex={-1}>{t('unsent.title')}</h2>
          <p id={`${id}-text`}>{t('unsent.text')}</p>
          <div class="pw-row pw-dialog__actions">
            <button type="button" class="pw-button" data-autofocus onClick={onStay}>{t('unsent.stay')}</button>
            <button type="button" class="pw-button pw-button--plain" onClick={onLose}>{t('unsent.lose')}</button>
          </div>
        </div>
      </div>
    </dialog>
  );
}
