/**
 * What a person used last, keys or a pointer, on the root of the page: `data-last-input`.
 *
 * A heading or a name that script focuses when the page changes shows a ring to whoever goes by keys, because they go on from there. A browser
 * guesses that (`:focus-visible`), and guesses differently when the key had already been answered; this says what was so.
 */

/** Keys that are held with another one, and do nothing alone. */
const HELD = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta']);

/** Follows it until the page goes. */
export function followLastInput(): void {
  const { dataset } = document.documentElement;
  const options = { capture: true, passive: true };
  document.addEventListener('keydown', ({ key }) => {
    if (!HELD.has(key)) dataset['lastInput'] = 'keys';
  }, options);
  document.addEventListener('pointerdown', () => {
    dataset['lastInput'] = 'pointer';
  }, options);
}
