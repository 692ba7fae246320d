/**
 * What stands around the map and the list: the panel of the open step (at the side, or the full screen of a phone),
 * and the questions.
 *
 * Owns where the panel goes and when questions close. The view itself is its caller's child.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import { Symbol } from '../styles/symbol';
import { useKeptFocus } from '../ui/kept-focus';
import './editor.scss';
import './agreement/agreement.scss';
import { AgreementDialog } from './agreement-dialogs';
import type { EditorState } from './state/editor-state';
import { feature, FeatureView, loadAhead } from '../ui/feature';
import { Sheet } from './sheet';
import { stepName } from './words/part-words';

/** The panels and the questions: not needed to see the map. */
export const mapDialogs = feature(() => import('./dialogs/map-dialogs'), () => import('../i18n/later/map'));

/** Below this width the panel fills the screen. */
export const PHONE_QUERY = '(max-width: 47.99em)';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = () => setHolds(list.matches);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, [query]);
  return holds;
}

/** What a frame needs. */
export interface EditorFrameProps {
  readonly editor: EditorState;
  /** Stands in the head of the panel where it covers the page; who shows the view owns it. */
  readonly status?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame around a view of the map. */
export function EditorFrame({ editor, status, children }: EditorFrameProps) {
  useEffect(() => void loadAhead(mapDialogs), []);
  return (
    <div class="pw-frame">
      <div class="pw-desk__row">
        <div class="pw-desk__view">{children}</div>
        <Panel editor={editor} status={status} />
      </div>
      <OpenDialog editor={editor} />
    </div>
  );
}

/** The panel of the open step or link. */
function Panel({ editor, status }: Omit<EditorFrameProps, 'children'>) {
  const phone = useMedia(PHONE_QUERY);
  const part = editor.opened.value;
  if (!part) return null;
  const title = part.kind === 'link' ? t('link.panel') : t('step.panel', { title: stepName(editor.map, part.id) });
  const focusFirst = editor.panelFocus === 'field' && !phone ? 'yes' : 'no';
  const close = () => {
    editor.closePanel();
    editor.requestReveal(part);
  };
  const body = (
    <FeatureView feature={mapDialogs}>
      {({ LinkEditor, StepEditor }) => (part.kind === 'link' ? <LinkEditor editor={editor} id={part.id} key={part.id} /> : <StepEditor editor={editor} id={part.id} focusFirst={focusFirst} key={part.id} />)}
    </FeatureView>
  );
  if (phone) return <Sheet title={title} status={status} onClose={close}>{body}</Sheet>;
  return <Side key={part.id} title={title} onClose={close}>{body}</Side>;
}

/** The panel beside the view. */
function Side({ title, onClose, children }: { readonly title: string; onClose(): void; readonly children: ComponentChildren }) {
  useKeptFocus();
  return (
    // Escape closes the panel from any of its fields; the panel itself is no control.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      class="pw-panel" aria-label={t('edit.panel')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header class="pw-panel__head">
        <h2 class="pw-panel__title">{title}</h2>
        <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('button.close')} onClick={onClose}>
          <Symbol name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}

/** The question that is up. One that cannot be answered any more, because the map is frozen, says so itself and keeps its words. */
function OpenDialog({ editor }: { readonly editor: EditorState }) {
  const dialog = editor.dialog.value;
  const close = () => editor.closeDialog();
  if (!dialog) return null;
  switch (dialog.name) {
    case 'walk':
    case 'agreed':
    case 'wholeMap': return <AgreementDialog editor={editor} name={dialog.name} key={dialog.name} onClose={close} />;
    default: return <FeatureView feature={mapDialogs}>{({ MapDialog }) => <MapDialog editor={editor} dialog={dialog} onClose={close} />}</FeatureView>;
  }
}
