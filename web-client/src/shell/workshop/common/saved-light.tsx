/**
 * The light that says where a person's work is: a shape and a word, always visible, and one sentence more on asking.
 * Owns the words and shapes of each state; the state itself is the truth of sync/status.ts.
 */
import { t, type PlainKey } from '../../../i18n/translate';
import type { SaveState } from '../../../sync/status';
import { Symbol } from '../../../styles/symbol';
import type { SymbolName } from '../../../styles/symbols';
import { Menu } from '../../../ui/menu';

interface Light {
  readonly symbol: SymbolName;
  readonly word: PlainKey;
  /** What is written where there is little room: part of the word. */
  readonly short?: PlainKey;
  readonly meaning: PlainKey;
  readonly tone: 'good' | 'wait' | 'bad' | 'neutral';
}

const LIGHTS: Record<SaveState, Light> = {
  opening: { symbol: 'saving', word: 'saved.opening', meaning: 'saved.opening.means', tone: 'neutral' },
  saved: { symbol: 'saved', word: 'saved.saved', meaning: 'saved.saved.means', tone: 'good' },
  saving: { symbol: 'saving', word: 'saved.saving', meaning: 'saved.saving.means', tone: 'neutral' },
  offlineNothingWaiting: { symbol: 'offline', word: 'saved.offlineNothingWaiting', meaning: 'saved.offlineNothingWaiting.means', tone: 'wait' },
  offlineKept: { symbol: 'offline', word: 'saved.offlineKept', short: 'saved.offlineNothingWaiting', meaning: 'saved.offlineKept.means', tone: 'wait' },
  offlineNotKept: { symbol: 'warning', word: 'saved.offlineNotKept', short: 'saved.reloadNotKept', meaning: 'saved.offlineNotKept.means', tone: 'bad' },
  reloadNothingWaiting: { symbol: 'warning', word: 'saved.reloadNothingWaiting', meaning: 'saved.reloadNothingWaiting.means', tone: 'wait' },
  reloadKept: { symbol: 'warning', word: 'saved.reloadKept', short: 'saved.reloadNothingWaiting', meaning: 'saved.reloadKept.means', tone: 'wait' },
  reloadNotKept: { symbol: 'warning', word: 'saved.reloadNotKept', meaning: 'saved.reloadNotKept.means', tone: 'bad' },
  deniedNothingWaiting: { symbol: 'warning', word: 'saved.deniedNothingWaiting', meaning: 'saved.deniedNothingWaiting.means', tone: 'wait' },
  deniedKept: { symbol: 'warning', word: 'saved.deniedKept', short: 'saved.deniedNothingWaiting', meaning: 'saved.deniedKept.means', tone: 'wait' },
  deniedNotKept: { symbol: 'warning', word: 'saved.deniedNotKept', short: 'saved.reloadNotKept', meaning: 'saved.deniedNotKept.means', tone: 'bad' },
  storeDown: { symbol: 'warning', word: 'saved.storeDown', meaning: 'saved.storeDown.means', tone: 'wait' },
  refused: { symbol: 'warning', word: 'saved.refused', meaning: 'saved.refused.means', tone: 'bad' },
  readOnly: { symbol: 'observer', word: 'saved.readOnly', meaning: 'saved.readOnly.means', tone: 'neutral' },
  stopped: { symbol: 'close', word: 'saved.stopped', meaning: 'saved.stopped.means', tone: 'neutral' },
};

/** The light for a state. */
export function SavedLight({ state }: { readonly state: SaveState }) {
  const light = LIGHTS[state];
  const word = t(light.word);
  return (
    <Menu
      buttonClass={`pw-light pw-light--${light.tone}`}
      name={t('saved.label', { state: word })}
      label={
        <>
          <Symbol name={light.symbol} size={1.125} />
          <span class="pw-light__word" data-short={light.short && t(light.short)}>{word}</span>
        </>
      }
    >
      <p class="pw-menu__text">{t(light.meaning)}</p>
    </Menu>
  );
}
