/**
 * What the banner under the header shows, said: each line once, when it begins to be so, also while a more urgent one is shown;
 * of those that are so when one comes only the one that is shown. And that the connection is back. Owns when a line is news.
 */
import { effect } from '@preact/signals';
import { t } from '../../../i18n/translate';
import { announce, announcement, type NoticeKind } from '../../../notice/notice';
import type { SaveState } from '../../../sync/status';
import type { OpenMap } from '../../../workshop/open';

/** One line of the banner, as far as it is said. */
export interface SaidLine {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly text: string;
  readonly count?: number;
}

/** A connection that comes and goes is told again only when it was back for good: with everything saved. */
const SETTLED: readonly SaveState[] = ['saved', 'readOnly'];
const isOffline = (id: string) => id.startsWith('offline');

/** Says it until stopped; `linesNow` gives all lines that are so, the most urgent first. */
export function announceBanners(open: OpenMap, linesNow: () => readonly SaidLine[]): () => void {
  /** How many each line that was said was about, by its id. */
  const said = new Map<string, number>();
  let before: ReadonlySet<string> | undefined;
  return effect(() => {
    const lines = linesNow();
    const state = open.saveState.value;
    const now = new Set(lines.map(({ id }) => id));
    const isSettled = SETTLED.includes(state);
    if (isSettled && [...said.keys()].some(isOffline)) announce(t(state === 'saved' ? 'announce.online' : 'announce.online.reading'), 'connection');
    for (const id of said.keys()) if (!now.has(id) && (isSettled || !isOffline(id))) said.delete(id);
    for (const [at, { id, text, kind, count = 1 }] of lines.entries()) {
      const isNews = before?.has(id) === false || at === 0 || said.has(id);
      const isMore = count > (said.get(id) ?? 0);
      if (isNews || said.has(id)) said.set(id, count);
      // Who froze the map has heard these words as the answer to that.
      const isAnswered = id === 'frozen' && announcement.peek()?.text === text;
      if (isNews && isMore && !isAnswered) announce(text, kind);
    }
    before = now;
  });
}
