/**
 * Join codes as people write and read them. Pure; which codes exist is the server's matter.
 */

/** How many characters a join code has. */
export const CODE_CHARACTERS = 6;

/** How many characters a return code has: it brings one person back. */
export const RETURN_CODE_CHARACTERS = 15;

/** What a person typed, as the server knows codes: capital letters, without spaces and dashes. */
export function tidyCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s\-–.]/g, '');
}

/** A code as it is easiest to read aloud and to type: two groups of three. */
export function codeInGroups(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}
