/**
 * Puts a file that the server made into the person's downloads. Owns the name's tidying; knows no workshop.
 */
import { withoutIsolates } from '../../i18n/message';

const REVOKE_AFTER_MS = 60_000;

/** Longest file name, in bytes of UTF-8: below the 255 of common file systems, with room for a "(1)". */
const NAME_BYTES_MAX = 200;

/** A file name that every system takes: no slashes, colons or control characters, and not too long. */
export function tidyFileName(name: string): string {
  // oxlint-disable-next-line no-control-regex
  return endOf(withoutIsolates(name).replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').replace(/\s+/g, ' ').trim()).trim();
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The end of a name, which says what kind of file it is, as far as there is room; no letter or emoji is cut in two. */
function endOf(name: string): string {
  // Cut surrogates of what was given count as the three bytes that replace them.
  // Browsers that know no letters of several signs keep at least every sign whole.
  const letters = typeof Intl.Segmenter === 'function' ? Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment) : Array.from(name);
  let [first, length] = [letters.length, 0];
  while (first > 0 && length + bytes(letters[first - 1] ?? '') <= NAME_BYTES_MAX) {
    first -= 1;
    length += bytes(letters[first] ?? '');
  }
  return letters.slice(first).join('');
}

/** Offers `content` for saving under `name`. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = tidyFileName(name);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_AFTER_MS);
}
