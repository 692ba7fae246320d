/** Which paper is printed on: chosen with the menu's item, A4 until then. Owns that choice, which lasts as long as the page. */
import type { PaperSize } from './pages';

let chosen: PaperSize = 'a4';

/** The paper. */
export function paperSize(): PaperSize {
  return chosen;
}

/** Chooses the paper. */
export function choosePaper(size: PaperSize): void {
  chosen = size;
}
