/**
 * The awareness of a document whose server keeps presence by connection: it says who leaves, and asks whoever is silent. So
 * nobody is forgotten here for not having renewed: the timers of a page in the background run once a minute, or not at all.
 * Knows y-protocols; no page.
 */
import { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';

/** An awareness without the timer by which y-protocols renews its own state and forgets others after 30 s. */
export function awarenessKeptByServer(doc: Y.Doc): Awareness {
  const awareness = new Awareness(doc);
  const { _checkInterval: timer } = awareness;
  clearInterval(timer);
  return awareness;
}
