/**
 * What the product tells a person in passing: spoken announcements and short messages with an Undo. Owns the queue and
 * which kinds the person has turned off; anything may announce, only the shell shows. Knows neither the page nor where
 * a message comes from.
 */
import { signal } from '@preact/signals-core';

/**
 * What a message is about: `me` is what others ask of me or decide about me (my pair, my role, the lock on editing), `session` what is on in the session. All but
 * `own` (an answer to what the person just did) and `trouble` (words of theirs may be lost) can be turned off.
 */
export type NoticeKind = 'own' | 'trouble' | 'people' | 'edits' | 'agreement' | 'talk' | 'me' | 'connection' | 'session';

/** The kinds a person can turn off. */
export const SILENCEABLE = ['people', 'edits', 'agreement', 'talk', 'me', 'connection', 'session'] as const satisfies readonly NoticeKind[];

/** Something to do about a message, for example Undo. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** A message on the screen. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: NoticeKind;
  readonly action: NoticeAction | undefined;
}

/** A message for the ears; `id` tells two equal texts apart. */
export interface Announcement {
  readonly id: number;
  readonly text: string;
  readonly kind: NoticeKind;
  /** What can be done about it at the message on the screen. */
  readonly action?: string | undefined;
}

/** The kinds that tell what others do: these can wait while the person writes. */
const OF_OTHERS: readonly NoticeKind[] = ['people', 'edits', 'agreement', 'talk'];
/** Most messages that wait; the oldest makes room. */
export const HELD_MAX = 10;

/** Most messages on the screen at once; the oldest makes room. */
export const TOASTS_MAX = 3;

/** The newest announcement; `undefined` before the first. */
export const announcement = signal<Announcement | undefined>(undefined);

/** The messages on the screen, oldest first. */
export const toasts = signal<readonly Toast[]>([]);

/** A message that stays for as long as it is so, with what can be done about it. */
export const pinned = signal<{ readonly text: string; readonly action: NoticeAction } | undefined>(undefined);

/** The kinds the person does not want to hear or see. */
export const silenced = signal<ReadonlySet<NoticeKind>>(new Set());

const listeners = new Set<(said: Announcement) => void>();
let lastId = 0;
let holding: 'holding' | 'free' = 'free';
let held: readonly { readonly text: string; readonly toast: Omit<Toast, 'id'> | undefined }[] = [];

/** From now on what others do waits, until {@link announceHeld}. */
export function holdAnnouncements(): void {
  holding = 'holding';
}

/** Tells what has waited, in one go, and holds nothing any more. */
export function announceHeld(): void {
  holding = 'free';
  const waited = held;
  held = [];
  if (waited.length === 0) return;
  announce([...new Set(waited.map(({ text }) => text))].join(' '));
  for (const { toast } of waited) if (toast) show(toast);
}

function waits(text: string, kind: NoticeKind, toast?: Omit<Toast, 'id'>): boolean {
  const mustWait = holding === 'holding' && OF_OTHERS.includes(kind);
  if (mustWait) held = [...held, { text, toast }].slice(-HELD_MAX);
  return mustWait;
}

/** Calls back with every announcement, also with several in one go; returns how to stop. */
export function onAnnounced(listener: (said: Announcement) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function speak(text: string, kind: NoticeKind, action?: string): void {
  lastId += 1;
  const said = { id: lastId, text, kind, action };
  announcement.value = said;
  for (const listener of listeners) listener(said);
}

function show(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  toasts.value = [...toasts.peek(), { id: lastId, ...toast }].slice(-TOASTS_MAX);
}

/** Says a whole sentence to screen readers, politely. */
export function announce(text: string, kind: NoticeKind = 'own'): void {
  if (silenced.peek().has(kind) || waits(text, kind)) return;
  speak(text, kind);
}

/** Shows a short message and says it too. */
export function showToast(text: string, options: { readonly kind?: NoticeKind; readonly action?: NoticeAction } = {}): void {
  const kind = options.kind ?? 'own';
  const toast = { text, kind, action: options.action };
  if (silenced.peek().has(kind) || waits(text, kind, toast)) return;
  speak(text, kind, options.action?.label);
  show(toast);
}

/** Takes a message off the screen. */
export function dismissToast(id: number): void {
  toasts.value = toasts.peek().filter((toast) => toast.id !== id);
}

/** Takes every message off the screen, for a change of page. */
export function clearToasts(): void {
  if (toasts.peek().length > 0) toasts.value = [];
}
