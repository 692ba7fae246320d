/** The keys of the map, as a table that anyone can open. Owns which keys are told; what they mean is map/gestures/keyboard.ts. */
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';

const KEYS = [
  ['← ↑ → ↓', 'keys.arrows'],
  ['Enter', 'keys.enter'],
  ['N', 'keys.add'],
  ['M', 'keys.move'],
  ['L', 'keys.link'],
  ['Delete', 'keys.remove'],
  ['Shift F10', 'keys.menu'],
  ['Ctrl Z', 'keys.undo'],
  ['Ctrl Y', 'keys.redo'],
  ['+ − 0', 'keys.zoom'],
] as const;

/** The table of keys. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={t('map.keys.title')} onClose={onClose}>
      <dl class="pw-keys">
        {KEYS.map(([key, words]) => (
          <div class="pw-keys__row" key={key}>
            <dt><kbd>{key}</kbd></dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
