/**
 * Choosing the other end of a trail: a part of the map, found by its words. The part the comment is on comes first. Owns
 * that dialog; the form is part-picker.tsx, what is said with it is its caller's.
 */
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { isAgreed } from '../../model/kinds';
import { partKey, type TalkPart } from '../../workshop/talk-part';
import { Dialog } from '../../ui/dialog';
import { tagOfPart } from '../words/agreement-words';
import type { EditorState } from '../state/editor-state';
import { holdsWords, PartPicker, PICKER_OPTIONS_MAX, type PickerOption } from '../fields/part-picker';
import { Failure } from '../talk/use-talk-command';
import { isThere } from '../words/talk-words';
import { partName } from '../words/part-words';

/** Which parts are offered. */
export interface Offered {
  /** Not offered: what is said already, and the part itself. */
  readonly without: ReadonlySet<string>;
  /** Offered first. */
  readonly first?: TalkPart | undefined;
}

/** Parts in the order of the pathway that hold all the words looked for. */
export function offeredParts(editor: EditorState, { without, first }: Offered, find: string): readonly PickerOption[] {
  const key = first && partKey(first);
  const all = editor.agreement.everyPart.value.map((part): TalkPart => ({ kind: part.kind, id: part.id }));
  const ordered = [...all.filter((part) => partKey(part) === key), ...all.filter((part) => partKey(part) !== key)];
  const offers: PickerOption[] = [];
  for (const part of ordered) {
    if (part.kind === 'map' || without.has(partKey(part)) || !isThere(editor.map, { kind: part.kind, id: part.id })) continue;
    const title = partName(editor.map, { kind: part.kind, id: part.id });
    const kind = t(`${part.kind}.one`);
    if (!holdsWords(`${title} ${kind}`, find)) continue;
    const more = [kind, ...(isAgreed(part) ? [tagOfPart(editor.agreement, part).word] : []), ...(partKey(part) === key ? [t('trail.here')] : [])];
    offers.push({ id: partKey(part), title, where: more.join(' · ') });
    if (offers.length >= PICKER_OPTIONS_MAX) break;
  }
  return offers;
}

interface ChooseProps {
  readonly editor: EditorState;
  readonly offered: Offered;
  readonly title: string;
  readonly text: string;
  readonly failure: string | undefined;
  readonly onChoose: (part: TalkPart) => Promise<void>;
  readonly onClose: () => void;
}

/** The dialog. */
export function TrailPicker({ editor, offered, title, text, failure, onChoose, onClose }: ChooseProps) {
  const [state, setState] = useState<'resting' | 'sending'>('resting');
  const choose = async (id: string) => {
    const part = editor.agreement.everyPart.peek().find((one) => partKey(one) === id);
    if (!part) return;
    setState('sending');
    await onChoose({ kind: part.kind, id: part.id });
    setState('resting');
  };
  return (
    // Escape is for this dialog alone, and not for the panel it stands in.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={(event) => event.stopPropagation()}>
      <Dialog title={title} onClose={onClose}>
        <p class="pw-soft">{text}</p>
        <Failure words={failure} />
        <PartPicker
          offered={(find) => offeredParts(editor, offered, find)} busy={state === 'sending'} onChoose={(id) => void choose(id)} onClose={onClose}
          words={{ find: t('trail.find'), choose: t('trail.to.choose'), none: t('trail.noMatch'), done: t('trail.save') }}
        />
      </Dialog>
    </div>
  );
}
