/**
 * One open workshop: documents, connection, copy on this device, model, undo, presence and facts, put together and taken
 * apart again. What the shell holds while a person is in a workshop. Knows no page.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type { MapModel } from '../model/map';
import type { UndoHistory } from '../model/undo';
import type { Presence } from '../presence/presence';
import type { Access, ConnectionState, Notice } from '../sync/collab';
import type { RefusedText } from '../sync/offline';
import type { SaveState } from '../sync/status';
import type { WorkshopApi } from './api';
import type { DeviceEntry, DeviceMemory } from './device';
import type { WorkshopFacts } from './facts';

/** Everything the screens of a workshop need. */
export interface OpenWorkshop {
  readonly entry: DeviceEntry;
  readonly map: MapModel;
  readonly undo: UndoHistory;
  readonly facts: WorkshopFacts;
  readonly presence: Presence;
  readonly api: WorkshopApi;
  /** The light. */
  readonly saveState: ReadonlySignal<SaveState>;
  readonly connection: ReadonlySignal<ConnectionState>;
  /** What I may do with the map now; editing is offered only with `readWrite`. */
  readonly access: ReadonlySignal<Access>;
  /** True once there is something to show: the copy of this device was read, or the first sync came. */
  readonly ready: ReadonlySignal<boolean>;
  /** Why it stopped, when `saveState` is `stopped`. */
  readonly stopped: ReadonlySignal<'removed' | 'deleted' | 'signedOut' | undefined>;
  /** My words that the server refused. */
  readonly refused: ReadonlySignal<readonly RefusedText[]>;
  dismissRefused(id: string): void;
  /** Calls back for each notice of the server. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Leaves for good: tells the server, forgets this device. */
  leave(): Promise<void>;
  /** Closes the connection; the copy stays. */
  close(): Promise<void>;
}
export declare function openWorkshop(entry: DeviceEntry, memory: DeviceMemory): OpenWorkshop;
