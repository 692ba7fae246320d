/**
 * The panel of an open step on a phone: the browser's own modal `<dialog>` over the whole screen. Closing it gives the
 * focus back to the view. Owns the frame; what is in it is its caller's.
 */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { useBackCloses } from '../ui/back-closes';
import { useModal } from '../ui/modal';

/** What a sheet needs. */
export interface SheetProps {
  readonly title: string;
  /** What must stay in sight while the sheet covers the page, for example whether the work is saved. */
  readonly status?: ComponentChildren;
  readonly children: ComponentChildren;
  onClose(): void;
}

/** A full-screen dialog that is open as long as it is on the page. */
export function Sheet({ title, status, children, onClose }: SheetProps) {
  // The heading has the focus: a field would bring up the keyboard of a phone over what one wants to read.
  const { dialog, heading } = useModal();
  const id = useId();
  useBackCloses(onClose);
  return (
    <dialog
      ref={dialog}
      class="pw-fullscreen"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="pw-panel__head">
        <h2 class="pw-panel__title" id={id} ref={heading} tabIndex={-1} title={title}>{title}</h2>
        {status && <div class="pw-panel__status">{status}</div>}
        <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('button.close')} onClick={onClose}>
          <Symbol name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
