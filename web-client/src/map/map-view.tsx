/**
 * The map on a page: goals first, what should come of it, a row of tools, the picture itself as one tab stop, and what is not placed or removed
 * below it. The picture is drawn without a framework (picture.ts); this file puts it on the page and takes it off.
 *
 * Owns the parts around the picture. What things mean and write is elsewhere.
 */
import { useSignalEffect } from '@preact/signals';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { EditorState } from '../editor/state/editor-state';
import { FOCUS_FRAMES_MAX, focusPart } from '../editor/state/focus-part';
import type { RevealTarget } from '../editor/state/neighbour';
import { GoalStrip } from '../editor/goal-strip';
import { PlainStrip } from '../editor/plain-strip';
import { RemovedParts } from '../editor/removed-parts';
import { NotPlaced } from '../editor/not-placed';
import { t } from '../i18n/translate';
import { PLAIN_KINDS } from '../model/kinds';
import { Symbol } from '../styles/symbol';
import './map.scss';
import type { FocusTarget } from './gestures/keyboard';
import { MapTools } from './map-tools';
import { Picture } from './picture';
import type { Point } from './layout/shapes';
import { StepMenu } from './step-menu';
import { MapInput } from './input';

/** The place of a part, or of an empty cell, on the picture. */
function focusTargetOfPart(picture: Picture, part: RevealTarget): FocusTarget | undefined {
  const { layout } = picture;
  const [stage, lane] = part.kind === 'cell' ? [part.stage, part.lane] : [part.kind === 'stage' ? part.id : '', part.kind === 'lane' ? part.id : ''];
  const column = layout.columns.findIndex((other) => other.stage === stage);
  const row = layout.rows.findIndex((other) => other.lane === lane);
  if (part.kind === 'step' && layout.steps.has(part.id)) return { kind: 'step', id: part.id };
  if (part.kind === 'cell' && column >= 0 && row >= 0) return { kind: 'cell', column, row };
  if (column >= 0) return { kind: 'stage', column };
  return row >= 0 ? { kind: 'lane', row } : undefined;
}

/** The map of a pathway. */
export function MapView({ editor }: { readonly editor: EditorState }) {
  const root = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const help = useId();
  const [picture, setPicture] = useState<Picture>();
  const [zoom, setZoom] = useState(1);
  const [menu, setMenu] = useState<{ focusTarget: FocusTarget; at: Point }>();
  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const made = new Picture(editor, (view) => setZoom(view.zoom));
    made.root.setAttribute('role', 'application');
    made.root.setAttribute('aria-label', t('map.name'));
    made.root.setAttribute('aria-describedby', help);
    element.append(made.root);
    made.start();
    const input = new MapInput(made, { picture: made, menu: (focusTarget, at) => setMenu({ focusTarget, at }) });
    setPicture(made);
    editor.presence.show({ view: 'map' });
    return () => {
      input.stop();
      made.stop();
      editor.presence.show({ cursor: undefined, drag: undefined });
    };
  }, [editor, help]);
  useSignalEffect(() => {
    const part = editor.partToReveal.value;
    if (!part || !picture) return;
    picture.flush();
    const focusTarget = focusTargetOfPart(picture, part);
    // After the question that led here has closed and given the focus back.
    requestAnimationFrame(() => {
      if (!focusTarget) return part.kind === 'cell' ? undefined : focusPart(root, `${part.kind}-${part.id}`, FOCUS_FRAMES_MAX);
      host.current?.scrollIntoView({ block: 'nearest' });
      picture.goTo(focusTarget);
    });
    editor.revealDone();
  });
  const empty = editor.map.stages.value.length === 0 && editor.map.lanes.value.length === 0;
  return (
    <div class="pw-map-view" ref={root}>
      <GoalStrip editor={editor} />
      {PLAIN_KINDS.map((kind) => <PlainStrip editor={editor} kind={kind} key={kind} />)}
      <MapTools editor={editor} picture={picture} zoom={zoom} />
      <p class="pw-hidden" id={help}>{t('map.help')}</p>
      <div class="pw-map-host" ref={host}>
        {empty && <EmptyMap editor={editor} />}
      </div>
      <NotPlaced editor={editor} />
      <RemovedParts editor={editor} />
      {menu && picture && <StepMenu picture={picture} focusTarget={menu.focusTarget} at={menu.at} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

/** What to do first on a map without anything. */
function EmptyMap({ editor }: { readonly editor: EditorState }) {
  return (
    <div class="pw-map-empty">
      <Symbol name="map" size={3} />
      <h2>{t('map.empty.title')}</h2>
      {editor.canEdit.value ? (
        <>
          <p>{t('map.empty.text')}</p>
          <div class="pw-row">
            <button type="button" class="pw-button" onClick={() => editor.openDialog({ name: 'addPart', kind: 'stage' })}><Symbol name="add" />{t('add.stage')}</button>
            <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'addPart', kind: 'lane' })}><Symbol name="add" />{t('add.lane')}</button>
          </div>
        </>
      ) : <p>{t('map.empty.look')}</p>}
    </div>
  );
}
