/**
 * When it is said what others do: one message in a while, however many people are busy and whatever they do. All that has gathered
 * by then is said in one go, each kind in its own sentence. What concerns me (my partner's answer, a mention, the part where I am) does not come
 * this way: it is said at once. Owns the time; the sentences are those of edits.ts, talk.ts, agreement.ts and announcements.ts.
 */
import { silenced, type NoticeKind } from '../../../notice/notice';

/** Least time between two messages about what others do, in milliseconds: who works hears no more than one line in it. */
export const PAUSE_MS = 15_000;

/** Somebody who has something to say, after a while in which more may come. */
export interface Teller {
  readonly kind: NoticeKind;
  /** How long more is gathered before it is said, in milliseconds. */
  readonly gatherMs: number;
  /** Says all that has gathered, and forgets it; it may have come to nothing meanwhile. */
  readonly say: () => 'said' | 'nothing';
}

/** The times of one page. */
export class Pace {
  private readonly due = new Map<Teller, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private mayAgainAt = 0;

  /** Lets somebody say what gathers from now on, when it is time. */
  ask(teller: Teller): void {
    if (this.due.has(teller)) return;
    this.due.set(teller, Date.now() + teller.gatherMs);
    this.wait();
  }

  /** Nothing more is said. */
  stop(): void {
    clearTimeout(this.timer);
    this.due.clear();
  }

  private wait(): void {
    clearTimeout(this.timer);
    const first = Math.min(...this.due.values());
    this.timer = setTimeout(() => this.tell(), Math.max(first, this.mayAgainAt) - Date.now());
  }

  private tell(): void {
    const tellers = [...this.due.keys()];
    this.due.clear();
    const heard = tellers.filter(({ kind, say }) => say() === 'said' && !silenced.peek().has(kind));
    // What nobody hears takes nobody's time.
    if (heard.length > 0) this.mayAgainAt = Date.now() + PAUSE_MS;
  }
}
