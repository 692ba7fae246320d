/**
 * Puts a file that the server made into the person's downloads. Owns the name's tidying; knows no workshop.
 */

const REVOKE_AFTER_MS = 60_000;

/** A file name that every system takes: no slashes, colons or control characters, and not too long. */
export function tidyFileName(name: string): string {
  // oxlint-disable-next-line no-control-regex
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ').replace(/\s+/g, ' ').trim().slice(-120);
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
