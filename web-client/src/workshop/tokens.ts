/**
 * Tokens of one person in one workshop: kept while they last, fetched anew with the device's secret. While the server
 * cannot be reached it waits and tries again. Only here is it learnt that a person is out or a workshop gone: by the
 * server's own words about them, never by a bare status, which any machine on the way can send. Knows no page.
 */
import type { StopReason, TokenAnswer, TokenSource } from '../sync/collab';
import { ApiError } from './api';
import type { CallToken, PublicApi } from './api';
import type { DeviceEntry } from './device';

/** A token that ends within so long is not given out any more. */
const SPARE_MS = 60_000;
/** Waits between tries while the server cannot be reached. */
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 15_000;
/**
 * Waits after the server itself refused the secret of the device, at first and at most. The same wrong secret is answered ten
 * times a minute, and asking more often changes nothing.
 */
const REFUSED_MS_MIN = 60_000;
const REFUSED_MS_MAX = 600_000;
/** The same when the refusal has no words of the server: a machine on the way said it. */
const TURNED_BACK_MS_MIN = 5_000;
const TURNED_BACK_MS_MAX = 60_000;

/** The tokens of one device entry. */
export class Tokens {
  readonly #api: Pick<PublicApi, 'freshToken'>;
  readonly #entry: Pick<DeviceEntry, 'workshop' | 'participant' | 'deviceSecret'>;
  #held: { readonly token: string; readonly expiresAt: number } | undefined;
  /** The last refusal, until when it is given again without a call, and how many came in a row. */
  #refusal: { readonly error: unknown; readonly until: number; readonly times: number } | undefined;
  #running: Promise<TokenAnswer> | undefined;
  #wake: (() => void) | undefined;

  constructor(api: Pick<PublicApi, 'freshToken'>, entry: Pick<DeviceEntry, 'workshop' | 'participant' | 'deviceSecret'>) {
    this.#api = api;
    this.#entry = entry;
  }

  /** For the connection: waits until there is an answer. */
  readonly forConnection: TokenSource = (which, refused) => {
    const held = this.#usable(which, refused);
    if (held) return Promise.resolve({ kind: 'token', token: held.token, expiresAt: held.expiresAt });
    this.#running ??= this.#fetchUntilAnswered().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  };

  /** For a call: one try; throws what the server said. */
  readonly forCall: CallToken = async (which, refused) => (this.#usable(which, refused) ?? (await this.#fetch())).token;

  /** Tries at once instead of waiting. */
  retryNow(): void {
    if (this.#refusal) this.#refusal = { ...this.#refusal, until: 0 };
    this.#wake?.();
  }

  /** What the server has refused is not given out again, however new it looks: this device's clock may be wrong. */
  #usable(which: 'any' | 'new', refused: string | undefined) {
    const held = this.#held;
    if (!held || held.expiresAt - Date.now() < SPARE_MS) return undefined;
    // Several documents are refused at once; the first one fetches for all.
    const isAtHand = which === 'any' || (refused !== undefined && held.token !== refused);
    return isAtHand ? held : undefined;
  }

  async #fetch() {
    // By the time that this page has been running: the clock of the device may be moved.
    if (this.#refusal && performance.now() < this.#refusal.until) throw this.#refusal.error;
    const { workshop, participant, deviceSecret } = this.#entry;
    try {
      const fresh = await this.#api.freshToken(workshop, participant, deviceSecret);
      this.#refusal = undefined;
      this.#held = { token: fresh.token, expiresAt: fresh.tokenExpiresAt };
      return this.#held;
    } catch (error) {
      if (isRefusal(error)) this.#waitAfter(error);
      throw error;
    }
  }

  #waitAfter(error: ApiError): void {
    const times = this.#refusal?.times ?? 0;
    const [first, longest] = error.code === 'bad_answer' ? [TURNED_BACK_MS_MIN, TURNED_BACK_MS_MAX] : [REFUSED_MS_MIN, REFUSED_MS_MAX];
    const wait = Math.min(longest, first * 2 ** times) * (0.5 + Math.random() / 2);
    this.#refusal = { error, until: performance.now() + wait, times: times + 1 };
  }

  async #fetchUntilAnswered(): Promise<TokenAnswer> {
    for (let wait = RETRY_MS_MIN; ; wait = Math.min(RETRY_MS_MAX, wait * 2)) {
      try {
        const { token, expiresAt } = await this.#fetch();
        return { kind: 'token', token, expiresAt };
      } catch (error) {
        const why = finalReason(error);
        if (why) return { kind: 'stopped', why };
        if (isRefusal(error)) return { kind: 'refused' };
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

/** Why there will never be a token: what the server says of this person and this workshop. Nothing else is final. */
function finalReason(error: unknown): StopReason | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 401 && error.code === 'removed') return 'removed';
  return error.status === 410 && error.code === 'workshop_deleted' ? 'deleted' : undefined;
}

/** Whether there is no token for now: the device is not known, or somebody on the way says no. */
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && [401, 403, 404, 410].includes(error.status);
}
