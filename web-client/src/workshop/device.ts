/**
 * What this device remembers: one entry a workshop (who I am there and the secret that gets fresh tokens). Owns
 * "forget this device". Knows local storage through an interface; no page.
 */
import type { ReadonlySignal } from '@preact/signals-core';
import type { Role, Side } from '../model/people';

/** A workshop this device has joined. */
export interface DeviceEntry {
  readonly workshop: string;
  readonly map: string;
  readonly participant: string;
  readonly role: Role;
  readonly side: Side | null;
  readonly nickname: string;
  readonly deviceSecret: string;
  readonly title: string;
  readonly endsOn: string;
  readonly joinedAt: number;
  /** A person may ask that nothing of the map stays on this device. */
  readonly keepCopy: 'keep' | 'doNotKeep';
}

/** The device's memory. */
export interface DeviceMemory {
  readonly entries: ReadonlySignal<readonly DeviceEntry[]>;
  entry(workshop: string): DeviceEntry | undefined;
  remember(entry: DeviceEntry): void;
  /** Forgets one workshop here: the secret and the copy of its documents. */
  forget(workshop: string): Promise<void>;
  /** Forgets everything of Pairway on this device. */
  forgetAll(): Promise<void>;
}
export declare function deviceMemory(): DeviceMemory;
