/**
 * Yjs tidies texts up by itself: when marks of formatting come that say nothing, it deletes them in a transaction of its own.
 * That is no edit of the person, and who may only look must not send it: the server would refuse it, and the page would
 * drop its copy, load the marks again and tidy up again, for ever.
 */
import type * as Y from 'yjs';

/** Whether Yjs made this change by itself: deletions only, without the origin that every edit of a page names. */
export function isTidying(transaction: Y.Transaction): boolean {
  if (transaction.origin !== null || !transaction.local) return false;
  return Array.from(transaction.afterState).every(([client, clock]) => transaction.beforeState.get(client) === clock);
}
