/**
 * Draws one symbol of styles/symbols.ts. Owns nothing else: the word beside it, or the spoken name of its button, is
 * its caller's, which is why the picture itself is hidden from assistive technology.
 */
import { symbols, type SymbolName, type SymbolShape } from './symbols';

/** What to draw and how large, in rem; 1.25 fits beside text. */
export interface SymbolProps {
  readonly name: SymbolName;
  readonly size?: number;
}

const STROKE_WIDTH = 2;

/** One symbol in the colour of the text around it. */
export function Symbol({ name, size = 1.25 }: SymbolProps) {
  const shape: SymbolShape = symbols[name];
  return (
    <svg
      class="pw-symbol"
      viewBox="0 0 24 24"
      style={{ width: `${size}rem`, height: `${size}rem` }}
      aria-hidden="true"
      focusable="false"
    >
      {shape.solids !== undefined && <path d={shape.solids} fill="currentColor" />}
      {shape.lines !== undefined && (
        <path
          d={shape.lines}
          fill="none"
          stroke="currentColor"
          stroke-width={STROKE_WIDTH}
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      )}
    </svg>
  );
}
