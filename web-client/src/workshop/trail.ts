/**
 * What led to what, as the `talk` document holds it (docs/PROTOCOL.md section 1.4): a comment, or a part that was there
 * before, led to a part. Somebody says so; nothing is guessed. Reads only what fits the layout and never throws on
 * unexpected content. Totals are by side, never by person. Knows no page and no words.
 */
import { computed } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import { nameOfPart, type AgreePart } from '../model/meaning';
import type { Side } from '../model/people';
import { plainOf } from '../model/read';
import type { Agreement } from './agreement';
import { readPart, time, word, type Talk, type TalkMessage, type TalkThread } from './talk';
import { partKey, type TalkPart, type TrailSource } from './talk-part';

/** Most of these that are read. */
const LED_TO_MAX = 2_000;

/** That something led to a part, and who says so. */
export interface LedTo {
  /** As the document names it. */
  readonly id: string;
  readonly source: TrailSource;
  readonly part: TalkPart;
  /** Who says so. */
  readonly by: string;
  /** Who wrote it down for that person. */
  readonly scribe: string | undefined;
  /** Since when, in milliseconds since 1970; the order shown. */
  readonly at: number;
}

/** A comment with the thread it stands in. */
export interface CommentInThread {
  readonly message: TalkMessage;
  readonly thread: TalkThread;
}

/** How much of one side led to something. */
export interface TrailTotals {
  /** Comments that led to a part of the map. */
  readonly comments: number;
  /** Parts that led to another. */
  readonly ideas: number;
  /** The parts they led to. */
  readonly parts: number;
  /** How many of these are agreed now. */
  readonly agreed: number;
}

/** What led to what on one map. */
export class Trail {
  /** Oldest first. */
  readonly all: ReadonlySignal<readonly LedTo[]>;
  /** Every comment, by its id. */
  readonly comments: ReadonlySignal<ReadonlyMap<string, CommentInThread>>;

  constructor(talk: Talk) {
    this.all = computed(() => {
      void talk.revision.value;
      return readLedTo(talk);
    });
    this.comments = computed(() => new Map(talk.threads.value.flatMap((thread) => thread.messages.map((message) => [message.id, { message, thread }] as const))));
  }

  /** What a comment led to. */
  fromMessage(message: string): readonly LedTo[] {
    return this.all.value.filter(({ source }) => source.kind === 'message' && source.id === message);
  }

  /** What a part led to. */
  fromPart(part: TalkPart): readonly LedTo[] {
    return this.all.value.filter(({ source }) => source.kind !== 'message' && partKey(source) === partKey(part));
  }

  /** What led to a part. */
  to(part: TalkPart): readonly LedTo[] {
    return this.all.value.filter((led) => partKey(led.part) === partKey(part));
  }
}

const trails = new WeakMap<Talk, Trail>();

/** The one trail of a talk, made when it is first asked for: nobody waits for it before the map is seen. */
export function trailOf(talk: Talk): Trail {
  const known = trails.get(talk);
  if (known) return known;
  const trail = new Trail(talk);
  trails.set(talk, trail);
  return trail;
}

function readSource(name: string): TrailSource | undefined {
  const [kind, id = ''] = name.split(':', 2);
  if (kind === 'message') return id === '' ? undefined : { kind, id };
  const part = readPart(name);
  // All parts are in the whole map: it leads to none of them.
  return part?.kind === 'map' ? undefined : part;
}

function readLedTo(talk: Talk): readonly LedTo[] {
  const out: LedTo[] = [];
  for (const [id, raw] of talk.doc.getMap('ledTo').entries()) {
    if (out.length >= LED_TO_MAX) break;
    const [from = '', to = '', ...more] = id.split('/');
    const [source, part, fields] = [readSource(from), readPart(to), plainOf(raw)];
    const [at, by, scribe] = [time(fields?.['at']), word(fields?.['by']), word(fields?.['scribe'])];
    if (!source || !part || from === to || more.length > 0 || at === undefined || by === '') continue;
    out.push({ id, source, part, by, scribe: scribe === '' ? undefined : scribe, at });
  }
  return out.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Whose something is, for totals: a side, or of neither. */
type Whose = Side | 'neither';

/** Counts by side what led to a part that is on the map now; `sideOf` tells the side of a participant. */
export function trailTotals(trail: Trail, agreement: Agreement, sideOf: (participant: string) => Side | undefined): Readonly<Record<Whose, TrailTotals>> {
  const shown = new Map(agreement.everyPart.value.map((part): [string, AgreePart] => [nameOfPart(part), part]));
  const by = { patient: emptyCount(), professional: emptyCount(), neither: emptyCount() };
  for (const { source, part } of trail.all.value) {
    const known = shown.get(partKey(part));
    const whose = known && whoseIs(source);
    if (!known || whose === undefined) continue;
    const one = by[whose];
    (source.kind === 'message' ? one.comments : one.ideas).add(source.kind === 'message' ? source.id : partKey(source));
    one.parts.set(partKey(part), known);
  }
  return { patient: totals(by.patient), professional: totals(by.professional), neither: totals(by.neither) };

  function whoseIs(source: TrailSource): Whose | undefined {
    if (source.kind === 'message') {
      const said = trail.comments.value.get(source.id);
      return said && (sideOf(said.message.by) ?? 'neither');
    }
    // A part of the template, which nobody of the workshop wrote, counts for nobody.
    const origin = agreement.record.origins.value.get(partKey(source));
    return origin === '' ? 'neither' : origin;
  }

  function totals({ comments, ideas, parts }: ReturnType<typeof emptyCount>): TrailTotals {
    const agreed = [...parts.values()].filter((part) => agreement.of(agreement.agreedAs(part)).value.state === 'agreed').length;
    return { comments: comments.size, ideas: ideas.size, parts: parts.size, agreed };
  }
}

function emptyCount() {
  return { comments: new Set<string>(), ideas: new Set<string>(), parts: new Map<string, AgreePart>() };
}
