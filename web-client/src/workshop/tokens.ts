/**
 * Tokens of one person in one workshop: kept while they last, fetched anew with the device's secret. While the server
 * cannot be reached it waits and tries again; a refusal is final. Knows no page.
 */
import type { StopReason, TokenAnswer, TokenSource } from '../sync/collab';
import { ApiError } from './api';
import type { CallToken, PublicApi } from './api';
import type { DeviceEntry } from './device';

/** A token that ends within so long is not given out any more. */
const SPARE_MS = 60_000;
/** A token fetched so recently counts as new: several documents ask at once. */
const NEW_MS = 3_000;
/** Waits between tries while the server cannot be reached. */
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 15_000;

/** The tokens of one device entry. */
export class Tokens {
  readonly #api: Pick<PublicApi, 'freshToken'>;
  readonly #entry: Pick<DeviceEntry, 'workshop' | 'participant' | 'deviceSecret'>;
  #held: { readonly token: string; readonly expiresAt: number; readonly at: number } | undefined;
  #running: Promise<TokenAnswer> | undefined;
  #wake: (() => void) | undefined;

  constructor(api: Pick<PublicApi, 'freshToken'>, entry: Pick<DeviceEntry, 'workshop' | 'participant' | 'deviceSecret'>) {
    this.#api = api;
    this.#entry = entry;
  }

  /** For the connection: waits until there is an answer. */
  readonly forConnection: TokenSource = (which) => {
    const held = this.#usable(which);
    if (held) return Promise.resolve({ kind: 'token', token: held.token, expiresAt: held.expiresAt });
    this.#running ??= this.#fetchUntilAnswered().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  };

  /** For a call: one try; throws what the server said. */
  readonly forCall: CallToken = async (which) => (this.#usable(which) ?? (await this.#fetch())).token;

  /** Tries at once instead of waiting. */
  retryNow(): void {
    this.#wake?.();
  }

  #usable(which: 'any' | 'new') {
    const held = this.#held;
    if (!held || held.expiresAt - Date.now() < SPARE_MS) return undefined;
    return which === 'any' || Date.now() - held.at < NEW_MS ? held : undefined;
  }

  async #fetch() {
    const { workshop, participant, deviceSecret } = this.#entry;
    const fresh = await this.#api.freshToken(workshop, participant, deviceSecret);
    this.#held = { token: fresh.token, expiresAt: fresh.tokenExpiresAt, at: Date.now() };
    return this.#held;
  }

  async #fetchUntilAnswered(): Promise<TokenAnswer> {
    for (let wait = RETRY_MS_MIN; ; wait = Math.min(RETRY_MS_MAX, wait * 2)) {
      try {
        const { token, expiresAt } = await this.#fetch();
        return { kind: 'token', token, expiresAt };
      } catch (error) {
        const why = finalReason(error);
        if (why) return { kind: 'stopped', why };
        await this.#pause(wait * (0.5 + Math.random()), error);
      }
    }
  }

  #pause(ms: number, error: unknown): Promise<void> {
    const least = error instanceof ApiError && error.retryAfterS !== undefined ? error.retryAfterS * 1_000 : 0;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(least, ms));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Why there will never be a token; `undefined` when it is worth another try. */
function finalReason(error: unknown): StopReason | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 404 || error.status === 410) return 'deleted';
  if (error.status === 403 || error.code === 'removed') return 'removed';
  return error.status === 401 ? 'signedOut' : undefined;
}
