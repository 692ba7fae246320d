/**
 * What stands around the map and the list: the panel of the open part (at the side, or the full screen of a phone),
 * and the questions.
 *
 * Owns where the panel goes and when questions close. The view itself is its caller's child.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import { isAgreed } from '../model/kinds';
import type { PartRef } from '../model/schema';
import './editor.scss';
import './agreement/agreement.scss';
import { AgreementDialog, StagePageDialog } from './agreement-dialogs';
import { watchCommentKeys } from './comments/comment-keys';
import type { EditorState, Tray } from './state/editor-state';
import { watchFindKeys } from './find/find-keys';
import { feature, FeatureView, loadAhead } from '../ui/feature';
import { StateTag } from './agreement/state-tag';
import { Sheet } from './sheet';
import { Side } from './side-panel';
import { stepName } from './words/part-words';

/** The panels and the questions: not needed to see the map. */
export const mapDialogs = feature(() => import('./dialogs/map-dialogs'), () => import('../i18n/later/map'));

/** What the panel lists instead of a part. */
const trayList = feature(() => import('./tray-list'), () => import('../i18n/later/map'));

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
  useEffect(() => watchFindKeys(editor), [editor]);
  useEffect(() => watchCommentKeys(editor), [editor]);
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

/** What a panel is called. */
function panelTitle(editor: EditorState, part: PartRef): string {
  if (part.kind === 'step') return t('step.panel', { title: stepName(editor.map, part.id) });
  if (part.kind === 'link') return t('link.panel');
  return editor.canEdit.value ? t(`panel.${part.kind}`) : t(`${part.kind}.one`);
}

/** Goes to what can be said of the part. */
function goToAgreement(event: MouseEvent): void {
  const section = (event.currentTarget as HTMLElement).closest('.pw-panel')?.querySelector<HTMLElement>('.pw-agree');
  section?.scrollIntoView({ block: 'center' });
  section?.querySelector<HTMLElement>('button, summary')?.focus({ preventScroll: true });
}

/** What is said of the part, in sight however far down one reads; it leads to what can be said. */
function PanelState({ editor, part }: { readonly editor: EditorState; readonly part: PartRef }) {
  if (!isAgreed(part)) return null;
  return <button type="button" class="pw-panel__state" title={t('agree.title')} onClick={goToAgreement}><StateTag editor={editor} part={part} /></button>;
}

/** The panel: of the open part, or a list of what is in no place of the map. */
function Panel({ editor, status }: Omit<EditorFrameProps, 'children'>) {
  const phone = useMedia(PHONE_QUERY);
  const part = editor.opened.value;
  const tray = editor.tray.value;
  if (!part) return tray ? <TrayPanel editor={editor} status={status} tray={tray} phone={phone} /> : null;
  const focusFirst = editor.panelFocus === 'field' && !phone ? 'yes' : 'no';
  const close = () => {
    editor.closePanel();
    editor.requestReveal(part);
  };
  const body = (
    <FeatureView feature={mapDialogs}>
      {({ LinkEditor, PartEditor, StepEditor }) => {
        if (part.kind === 'link') return <LinkEditor editor={editor} id={part.id} key={part.id} />;
        if (part.kind === 'step') return <StepEditor editor={editor} id={part.id} focusFirst={focusFirst} key={part.id} />;
        return <PartEditor editor={editor} part={{ kind: part.kind, id: part.id }} focusFirst={focusFirst} key={part.id} onClose={close} />;
      }}
    </FeatureView>
  );
  const title = panelTitle(editor, part);
  if (phone) return <Sheet title={title} status={status} onClose={close}>{body}</Sheet>;
  return <Side key={part.id} title={title} about={part} state={<PanelState editor={editor} part={part} />} onClose={close}>{body}</Side>;
}

/** The panel that lists what was removed, or the steps without a place. */
function TrayPanel({ editor, status, tray, phone }: Omit<EditorFrameProps, 'children'> & { readonly tray: Tray; readonly phone: boolean }) {
  const title = t(tray === 'removed' ? 'removed.title' : 'notPlaced.title');
  const close = () => editor.closePanel();
  const body = <FeatureView feature={trayList}>{({ TrayList }) => <TrayList editor={editor} tray={tray} />}</FeatureView>;
  return phone ? <Sheet title={title} status={status} onClose={close}>{body}</Sheet> : <Side key={tray} title={title} onClose={close} focus="heading">{body}</Side>;
}

/** The question that is up. One that cannot be answered any more, because the map is frozen, says so itself and keeps its words. */
function OpenDialog({ editor }: { readonly editor: EditorState }) {
  const dialog = editor.dialog.value;
  const close = () => editor.closeDialog();
  if (!dialog) return null;
  switch (dialog.name) {
    case 'walk':
    case 'agreed':
    case 'around':
    case 'wholeMap': return <AgreementDialog editor={editor} name={dialog.name} key={dialog.name} onClose={close} />;
    case 'stagePage': return <StagePageDialog editor={editor} stage={dialog.stage} key={dialog.stage} onClose={close} />;
    default: return <FeatureView feature={mapDialogs}>{({ MapDialog }) => <MapDialog editor={editor} dialog={dialog} onClose={close} />}</FeatureView>;
  }
}
