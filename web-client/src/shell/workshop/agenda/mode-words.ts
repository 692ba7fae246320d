/** How people work in each mode, in words and with a symbol, and who speaks first. Owns which word and symbol belong together. */
import type { Option } from '../../../editor/fields/choice';
import { t } from '../../../i18n/translate';
import type { SymbolName } from '../../../styles/symbols';

const MODES = {
  plenary: 'modePlenary', silent: 'modeSilent', round_robin: 'modeTurns', pairs: 'both', breakout: 'modeGroups', vote: 'modeVote', break: 'modeBreak', reflect: 'modeReflect',
} as const satisfies Readonly<Record<string, SymbolName>>;
export type Mode = keyof typeof MODES;

const OPENS = { patient: 'patient', professional: 'professional', none: 'unsaid' } as const satisfies Readonly<Record<string, SymbolName>>;
export type Opens = keyof typeof OPENS;

const isMode = (word: string): word is Mode => word in MODES;
const isOpens = (word: string): word is Opens => word in OPENS;

/** The mode that a word names; an odd one is taken for all together. */
export function modeOf(word: string): Mode {
  return isMode(word) ? word : 'plenary';
}

/** The side that a word names; an odd one is taken for nobody in particular. */
export function opensOf(word: string): Opens {
  return isOpens(word) ? word : 'none';
}

/** The modes to choose from. */
export function modeOptions(): readonly Option<Mode>[] {
  return Object.keys(MODES).filter(isMode).map((value) => modeOption(value));
}

/** A mode with its word and symbol. */
export function modeOption(value: Mode): Option<Mode> {
  return { value, symbol: MODES[value], word: t(`agenda.mode.${value}`) };
}

/** Who may speak first. */
export function opensOptions(): readonly Option<Opens>[] {
  return Object.keys(OPENS).filter(isOpens).map((value) => ({ value, symbol: OPENS[value], word: t(`agenda.opens.${value}`) }));
}
