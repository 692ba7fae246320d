/**
 * Which day it is, as dates are written on the wire. Owns that one answer.
 */

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Today where the person is, as `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
