/**
 * Whether this device is ready for a workshop: does the browser keep data, does a live connection open, is the line quick
 * enough. Asks nothing about the person and stores nothing. Knows no page.
 */
import { collabUrl } from '../config';

/** What was found. */
export interface DeviceCheck {
  readonly keeps: 'keeps' | 'keepsNothing';
  readonly live: 'opens' | 'closed';
  readonly line: 'good' | 'slow';
}

/** Longest wait for the live connection, in milliseconds. */
const LIVE_MS_MAX = 6_000;
/** Longest wait for the browser's storage, in milliseconds. */
const KEEPS_MS_MAX = 5_000;
/** From this time for one small answer on a line counts as slow, in milliseconds. */
const SLOW_MS = 1_500;
const TRIAL_NAME = 'pairway-check';

/** Looks at this device and its line. Never rejects: what cannot be found out counts as not there. */
export async function checkDevice(serverAddress: string, smallCall: () => Promise<unknown>): Promise<DeviceCheck> {
  const [keeps, live, line] = await Promise.all([keepsData(), opensLive(serverAddress), lineOf(smallCall)]);
  return { keeps, live, line };
}

function keepsData(): Promise<DeviceCheck['keeps']> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('keepsNothing'), KEEPS_MS_MAX);
    try {
      const asked = indexedDB.open(TRIAL_NAME);
      asked.addEventListener('error', () => resolve('keepsNothing'));
      asked.addEventListener('blocked', () => resolve('keepsNothing'));
      asked.addEventListener('success', () => {
        asked.result.close();
        indexedDB.deleteDatabase(TRIAL_NAME);
        resolve('keeps');
      });
    } catch {
      resolve('keepsNothing');
    }
  });
}

function opensLive(serverAddress: string): Promise<DeviceCheck['live']> {
  return new Promise((resolve) => {
    let socket: WebSocket | undefined;
    const end = (live: DeviceCheck['live']) => {
      clearTimeout(timer);
      socket?.close();
      resolve(live);
    };
    const timer = setTimeout(() => end('closed'), LIVE_MS_MAX);
    try {
      socket = new WebSocket(collabUrl(serverAddress));
      socket.addEventListener('open', () => end('opens'));
      socket.addEventListener('error', () => end('closed'));
      socket.addEventListener('close', () => end('closed'));
    } catch {
      end('closed');
    }
  });
}

async function lineOf(smallCall: () => Promise<unknown>): Promise<DeviceCheck['line']> {
  const begun = performance.now();
  try {
    await smallCall();
  } catch {
    return 'slow';
  }
  return performance.now() - begun < SLOW_MS ? 'good' : 'slow';
}
