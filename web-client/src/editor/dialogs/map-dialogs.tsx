/**
 * What opens when somebody asks for it: the panels of a step and a link, and the questions. Their code comes after the map
 * is seen and before anybody can have reached for it. Owns only what belongs to that piece of code.
 */
import { AskAddPart, AskAddStep } from './add-dialogs';
import { AskKeys } from './keys-dialog';
import { AskLink } from './link-dialog';
import { AskMove } from './move-dialog';
import { AskPart } from './part-dialog';
import type { Desk, Question } from '../state/editor-state';
import { LinkEditor } from '../step/link-editor';
import { StepEditor } from '../step/step-editor';

export { LinkEditor, StepEditor };

/** The questions that are answered about the map itself. */
export type MapQuestion = Exclude<Question, { readonly ask: 'walk' | 'agreed' | 'wholeMap' }>;

/** The question that is up. */
export function AskAboutMap({ desk, dialog, onClose }: { readonly desk: Desk; readonly dialog: MapQuestion; onClose(): void }) {
  switch (dialog.ask) {
    case 'addStep': return <AskAddStep desk={desk} dialog={dialog} onClose={onClose} />;
    case 'addPart': return <AskAddPart desk={desk} dialog={dialog} onClose={onClose} />;
    case 'editPart': return <AskPart desk={desk} part={dialog.part} onClose={onClose} />;
    case 'moveStep': return <AskMove desk={desk} step={dialog.step} onClose={onClose} />;
    case 'leadTo': return <AskLink desk={desk} step={dialog.step} onClose={onClose} />;
    case 'keys': return <AskKeys onClose={onClose} />;
  }
}
