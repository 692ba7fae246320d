/**
 * What the product tells a person in passing: spoken announcements and short messages with an Undo. Owns the queue and
 * which kinds the person has turned off; anything may announce, only the shell shows. Knows neither the page nor where
 * a message comes from.
 */
import { signal } from '@preact/signals-core';

/** What a message is about. All but `own` (an answer to what the person just did) can be turned off. */
export type NoticeKind = 'own' | 'people' | 'edits' | 'agreement' | 'talk' | 'connection';

/** The kinds a person can turn off. */
export const SILENCEABLE = ['people', 'edits', 'agreement', 'talk', 'connection'] as const satisfies readonly NoticeKind[];

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

/** The kinds the person does not want to hear or see. */
export const silenced = signal<ReadonlySet<NoticeKind>>(new Set());

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

function show(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  toasts.value = [...toasts.peek(), { id: lastId, ...toast }].slice(-TOASTS_MAX);
}

/** Says a whole sentence to screen readers, politely. */
export function announce(text: string, kind: NoticeKind = 'own'): void {
  if (silenced.peek().has(kind) || waits(text, kind)) return;
  lastId += 1;
  announcement.value = { id: lastId, text };
}

/** Shows a short message and says it too. */
export function showToast(text: string, options: { readonly kind?: NoticeKind; readonly action?: NoticeAction } = {}): void {
  const kind = options.kind ?? 'own';
  const toast = { text, kind, action: options.action };
  if (silenced.peek().has(kind) || waits(text, kind, toast)) return;
  announce(text, kind);
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
