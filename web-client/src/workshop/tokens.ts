/**
 * Tokens of one person in one workshop: kept while they last, fetched anew with the device's secret. While the server
 * cannot be reached it waits and tries again. Only here is it learnt that a person is out or a workshop gone: by a statement
 * of the server that this device joined, never by a bare answer, which any server can give. Knows no page.
 */
import { signal } from '@preact/signals-core';
import type { ReadonlySignal } from '@preact/signals-core';
import type { StopReason, TokenAnswer, TokenSource } from '../sync/collab';
import { ApiError } from './api';
import type { CallToken, FreshToken, PublicApi } from './api';
import type { DeviceEntry } from './device';
import { isStated, type Ending } from './identity/statement';

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
/** The same for any other refusal: the secret is right, or a machine on the way said it. */
const TURNED_BACK_MS_MIN = 5_000;
const TURNED_BACK_MS_MAX = 60_000;

/** Why there is no token for now, as far as the server says. Nothing of it is final. */
export type TokenRefusal =
  /** The server does not know the device: it was set back, or the person has too many. */
  | 'unknownDevice'
  | 'unknownWorkshop'
  /** It says that this has ended, and does not prove to be the server that this device joined. */
  | 'deletedUnproven'
  | 'removedUnproven'
  /** Waiting to be let in, or not let in. */
  | 'waiting'
  | 'turnedAway'
  /** The last day is over and nothing is deleted. */
  | 'closed'
  | 'other';

/** The refusals by status and code; the status counts, because a machine on the way knows no codes. */
const REFUSALS: Readonly<Record<string, TokenRefusal>> = {
  '401 not_signed_in': 'unknownDevice',
  '404 workshop_unknown': 'unknownWorkshop',
  '410 workshop_deleted': 'deletedUnproven',
  '401 removed': 'removedUnproven',
  '403 waiting': 'waiting',
  '403 turned_away': 'turnedAway',
  '403 workshop_ended': 'closed',
};

/** What a device keeps of the server with each token. */
export type Learned = Pick<DeviceEntry, 'serverKey' | 'epoch' | 'membership'>;
type TokenApi = Pick<PublicApi, 'freshToken' | 'proof'>;
/** Whose tokens they are. */
export type TokenOwner = Pick<DeviceEntry, 'workshop' | 'participant' | 'deviceSecret' | 'serverKey' | 'epoch'>;

interface Held {
  readonly token: string;
  /** By the time that this page has been running: the clock of the device may be wrong, and may be moved. */
  readonly endsAt: number;
}

/** The tokens of one device entry. */
export class Tokens {
  /** Why there is none for now; `undefined` while there is. */
  readonly refusal: ReadonlySignal<TokenRefusal | undefined>;
  /** To which moment the server was set back since this device was with it last; `'unknown'` when it does not say. */
  readonly setBackTo: ReadonlySignal<number | 'unknown' | undefined>;
  readonly #refusalKind = signal<TokenRefusal | undefined>(undefined);
  readonly #setBackTo = signal<number | 'unknown' | undefined>(undefined);
  readonly #api: TokenApi;
  readonly #owner: TokenOwner;
  readonly #onLearned: (learned: Learned) => void;
  #serverKey: string | undefined;
  #epoch: string | undefined;
  #held: Held | undefined;
  /** The last refusal, until when it is given again without a call, and how many came in a row. */
  #refusal: { readonly error: unknown; readonly until: number; readonly times: number } | undefined;
  #stopped: StopReason | undefined;
  #running: Promise<TokenAnswer> | undefined;
  #wake: (() => void) | undefined;

  constructor(api: TokenApi, owner: TokenOwner, onLearned: (learned: Learned) => void = () => undefined) {
    this.#api = api;
    this.#owner = owner;
    this.#onLearned = onLearned;
    this.#serverKey = owner.serverKey;
    this.#epoch = owner.epoch;
    this.refusal = this.#refusalKind;
    this.setBackTo = this.#setBackTo;
  }

  /** For the connection: waits until there is an answer. */
  readonly forConnection: TokenSource = (which, refused) => {
    const held = this.#usable(which, refused);
    if (held) return Promise.resolve(answerWith(held));
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

  /** The person has read that the server was set back. */
  dismissSetBack(): void {
    this.#setBackTo.value = undefined;
  }

  /** What the server has refused is not given out again, however new it looks. */
  #usable(which: 'any' | 'new', refused: string | undefined) {
    const held = this.#held;
    if (!held || held.endsAt - performance.now() < SPARE_MS) return undefined;
    // Several documents are refused at once; the first one fetches for all.
    const isAtHand = which === 'any' || (refused !== undefined && held.token !== refused);
    return isAtHand ? held : undefined;
  }

  async #fetch(): Promise<Held> {
    if (this.#refusal && performance.now() < this.#refusal.until) throw this.#refusal.error;
    const { workshop, participant, deviceSecret } = this.#owner;
    const askedAt = performance.now();
    try {
      const fresh = await this.#api.freshToken(workshop, participant, deviceSecret);
      this.#refusal = undefined;
      this.#refusalKind.value = undefined;
      this.#learn(fresh);
      this.#held = { token: fresh.token, endsAt: askedAt + lifeOf(fresh) };
      return this.#held;
    } catch (error) {
      if (isRefusal(error)) await this.#onRefused(error);
      throw error;
    }
  }

  async #onRefused(error: ApiError): Promise<void> {
    const kind = REFUSALS[`${error.status} ${error.code}`] ?? 'other';
    if (kind === 'deletedUnproven' && (await this.#isProven('deleted'))) this.#stopped = 'deleted';
    if (kind === 'removedUnproven' && (await this.#isProven('removed'))) this.#stopped = 'removed';
    this.#refusalKind.value = kind;
    this.#waitAfter(error);
  }

  /** Whether the server that this device joined states it. Without an answer it is asked again with the next refusal. */
  async #isProven(is: Ending['is']): Promise<boolean> {
    const { workshop, participant } = this.#owner;
    try {
      const { statement } = await this.#api.proof(workshop, participant);
      return await isStated(statement, { is, workshop, participant }, { serverKey: this.#serverKey, epoch: this.#epoch });
    } catch {
      return false;
    }
  }

  /** The first key that a device is told stays the one it knows; the history of the data follows the server. */
  #learn({ server, membership }: Partial<Pick<FreshToken, 'server' | 'membership'>>): void {
    // A server of before does not say.
    if (server === undefined || (this.#serverKey !== undefined && this.#serverKey !== server.key)) return;
    if (this.#epoch !== undefined && this.#epoch !== server.epoch) this.#setBackTo.value = server.setBackTo ?? 'unknown';
    this.#serverKey = server.key;
    this.#epoch = server.epoch;
    this.#onLearned({ serverKey: server.key, epoch: server.epoch, membership });
  }

  #waitAfter(error: ApiError): void {
    const times = this.#refusal?.times ?? 0;
    const [first, longest] = error.code === 'not_signed_in' ? [REFUSED_MS_MIN, REFUSED_MS_MAX] : [TURNED_BACK_MS_MIN, TURNED_BACK_MS_MAX];
    const wait = Math.min(longest, first * 2 ** times) * (0.5 + Math.random() / 2);
    this.#refusal = { error, until: performance.now() + wait, times: times + 1 };
  }

  async #fetchUntilAnswered(): Promise<TokenAnswer> {
    for (let wait = RETRY_MS_MIN; ; wait = Math.min(RETRY_MS_MAX, wait * 2)) {
      try {
        return answerWith(await this.#fetch());
      } catch (error) {
        if (this.#stopped !== undefined) return { kind: 'stopped', why: this.#stopped };
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

function answerWith({ token, endsAt }: Held): TokenAnswer {
  return { kind: 'token', token, remainingMs: endsAt - performance.now() };
}

/** How long a token lasts. A server of before says only when it ends, by its own clock. */
function lifeOf({ tokenLifeMs, tokenExpiresAt }: Partial<Pick<FreshToken, 'tokenLifeMs'>> & Pick<FreshToken, 'tokenExpiresAt'>): number {
  return tokenLifeMs ?? tokenExpiresAt - Date.now();
}

/** Whether there is no token for now: the device is not known, or somebody on the way says no. */
function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && [401, 403, 404, 410].includes(error.status);
}
