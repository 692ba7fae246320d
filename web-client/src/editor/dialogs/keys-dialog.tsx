/** The keys of the map, as a table that anyone can open. Owns which keys are told; what they mean is map/gestures/keyboard.ts. */
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { letterKeys } from '../state/letter-keys';

const KEYS = [
  ['← ↑ → ↓', 'keys.arrows'],
  ['Enter', 'keys.enter'],
  ['Space', 'keys.show'],
  ['F2', 'keys.rename'],
  ['Insert', 'keys.add'],
  ['Ctrl Shift ← ↑ → ↓', 'keys.moveBy'],
  ['Shift Space', 'keys.choose'],
  ['Ctrl A', 'keys.chooseAll'],
  ['Ctrl C, Ctrl X', 'keys.copy'],
  ['Ctrl D', 'keys.duplicate'],
  ['Ctrl V', 'keys.paste'],
  ['Ctrl K', 'keys.find'],
  ['F8, Shift F8', 'keys.comment'],
  ['Delete', 'keys.remove'],
  ['Shift F10', 'keys.menu'],
  ['Ctrl Z', 'keys.undo'],
  ['Ctrl Y', 'keys.redo'],
  ['+ − 0', 'keys.zoom'],
] as const;

/** Keys for who has chosen that letters are keys. */
const LETTERS = [['N', 'keys.add'], ['M', 'keys.move'], ['L', 'keys.link'], ['/', 'keys.find']] as const;

/** The table of keys. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  const letters = letterKeys.value === 'on';
  return (
    <Dialog title={t('map.keys.title')} onClose={onClose}>
      <dl class="pw-keys">
        {[...KEYS, ...(letters ? LETTERS : [])].map(([key, words]) => (
          <div class="pw-keys__row" key={key}>
            <dt><kbd>{key}</kbd></dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
      <p class="pw-soft">{t(letters ? 'keys.letters' : 'keys.noLetters')}</p>
    </Dialog>
  );
}
