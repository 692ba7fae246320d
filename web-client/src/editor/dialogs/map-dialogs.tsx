/**
 * What opens when somebody asks for it: the panels of a step and a link, and the questions. Their code comes after the map
 * is seen and before anybody can have reached for it. Owns only what belongs to that piece of code.
 */
import { AddPartDialog } from './add-part-dialog';
import { AddStepDialog } from './add-step-dialog';
import { FindDialog } from '../find/find-dialog';
import { KeysDialog } from './keys-dialog';
import { LinkDialog } from './link-dialog';
import { MoveDialog } from './move-dialog';
import type { EditorState, EditorDialog } from '../state/editor-state';
import { LinkEditor } from '../step/link-editor';
import { PartEditor } from '../step/part-editor';
import { StepEditor } from '../step/step-editor';

export { LinkEditor, PartEditor, StepEditor };

/** The questions that are answered about the map itself. */
export type MapDialogKind = Exclude<EditorDialog, { readonly name: 'walk' | 'agreed' | 'around' | 'stagePage' | 'wholeMap' }>;

/** The question that is up. */
export function MapDialog({ editor, dialog, onClose }: { readonly editor: EditorState; readonly dialog: MapDialogKind; onClose(): void }) {
  switch (dialog.name) {
    case 'addStep': return <AddStepDialog editor={editor} dialog={dialog} onClose={onClose} />;
    case 'addPart': return <AddPartDialog editor={editor} dialog={dialog} onClose={onClose} />;
    case 'moveStep': return <MoveDialog editor={editor} step={dialog.step} onClose={onClose} />;
    case 'leadTo': return <LinkDialog editor={editor} step={dialog.step} onClose={onClose} />;
    case 'find': return <FindDialog editor={editor} onClose={onClose} />;
    case 'keys': return <KeysDialog onClose={onClose} />;
  }
}
