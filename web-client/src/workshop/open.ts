/**
 * What the shell holds while a person is in a workshop: the workshop (facts, people, connection, this device) and the maps
 * that are open in it, each with documents, undo, agreement, comments and presence of its own. Owns these two types only;
 * open-workshop.ts and open-map.ts make them. Knows no page.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type { MapModel } from '../model/map';
import type { UndoHistory } from '../model/undo';
import type { KnownPerson, Presence } from '../presence/presence';
import type { Access, ConnectionState, Notice, StopReason } from '../sync/collab';
import type { CopyTrouble } from '../sync/copy-database';
import type { RefusedText } from '../sync/offline';
import type { SaveState } from '../sync/status';
import type { Agreement } from './agreement';
import type { MapApi, WorkshopApi } from './api';
import type { DeviceEntry } from './device';
import type { Drafts } from './drafts';
import type { WorkshopFacts } from './facts';
import type { LiveSession } from './session/live-session';
import type { Talk } from './talk';
import type { TokenRefusal } from './tokens';

/** One open workshop: what all of its maps share. */
export interface OpenWorkshop {
  readonly entry: DeviceEntry;
  /** Who I am now: a facilitator may change name and role while I am here. */
  readonly me: ReadonlySignal<KnownPerson>;
  readonly facts: WorkshopFacts;
  /** What happens while people meet. */
  readonly session: LiveSession;
  readonly api: WorkshopApi;
  readonly connection: ReadonlySignal<ConnectionState>;
  /** Why it stopped, when the save state of its maps is `stopped`. */
  readonly stopped: ReadonlySignal<StopReason | undefined>;
  /** Why the server takes no further connection for now, in its plain words. */
  readonly connectionRefusal: ReadonlySignal<string | undefined>;
  /** Whether the server does not open one of the documents for now; it is asked again all the time, and nothing is dropped. */
  readonly isDenied: ReadonlySignal<boolean>;
  /** Whether something on the way blocks the live connection although the server answers calls. */
  readonly isLiveBlocked: ReadonlySignal<boolean>;
  /** Why this device keeps nothing now although it is meant to. */
  readonly copyTrouble: ReadonlySignal<CopyTrouble | undefined>;
  /** Why the server gives no token for now, as far as it says; it is asked again all the time. */
  readonly tokenRefusal: ReadonlySignal<TokenRefusal | undefined>;
  /** To which moment the server was set back since this device was here last; until the person has read it. */
  readonly setBackTo: ReadonlySignal<number | 'unknown' | undefined>;
  /** Whether {@link askAgain} can be tried: the server once signed that I was let in. */
  readonly mayAskAgain: ReadonlySignal<boolean>;
  /** My words that the server refused, in any map. */
  readonly refused: ReadonlySignal<readonly RefusedText[]>;
  /** Whether what the facts said before is known, from this device or from the server: what changes from then on is news. */
  readonly areFactsKnown: ReadonlySignal<boolean>;
  /** True when the copy of this device was dropped for the server's: this object is closed. Open the workshop again (same entry). */
  readonly replaced: ReadonlySignal<boolean>;
  /** Opens a map of this workshop; the one that is open already when there is one. It stays open until the workshop is closed. */
  openMap(map: string): OpenMap;
  /** Says which map is before me: the others do not show me to those who are at them. */
  showMap(map: string | undefined): void;
  /** The person has read (and copied) refused words. */
  dismissRefused(id: string): void;
  /** The person has read that the server was set back. */
  dismissSetBack(): void;
  /** Asks a server that does not know me any more to be let in again, as who I was. */
  askAgain(): Promise<void>;
  /** Leaves for good: tells the server, forgets this device. */
  leave(): Promise<void>;
  /** Closes every map and the connection; the copy stays. */
  close(): Promise<void>;
}

/** One open map of a workshop. */
export interface OpenMap {
  readonly id: string;
  readonly workshop: OpenWorkshop;
  readonly api: MapApi;
  readonly map: MapModel;
  readonly undo: UndoHistory;
  /** What the pairs have said of each part. */
  readonly agreement: Agreement;
  /** What people say about the map. */
  readonly talk: Talk;
  /** Words I typed in this map and have not sent. */
  readonly drafts: Drafts;
  /** Who is at this map. */
  readonly presence: Presence;
  /** The light of this map. */
  readonly saveState: ReadonlySignal<SaveState>;
  /** Whether an edit of mine is in this page only: neither durable on the server nor written on this device. */
  readonly isOnlyHere: ReadonlySignal<boolean>;
  /** What I may do with the map now; editing is offered only with `readWrite` (and, offline, with `unknown`). */
  readonly access: ReadonlySignal<Access>;
  /** Whether what was said of agreement, and in comments, before is known: what comes from then on is news. */
  readonly isRecordKnown: ReadonlySignal<boolean>;
  readonly isTalkKnown: ReadonlySignal<boolean>;
  /** True once there is something to show: the copy of this device was read, or the first sync came. */
  readonly ready: ReadonlySignal<boolean>;
  /**
   * True when the copy of this device was dropped for the server's: this object is closed. Open the map again and draw it
   * anew; the refused words are in the workshop's `refused`.
   */
  readonly replaced: ReadonlySignal<boolean>;
  /** Calls back for each notice of the server about this map. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Lets the map go; its copy and the workshop stay. */
  close(): Promise<void>;
}
