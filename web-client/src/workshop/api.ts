/**
 * Every HTTP call of docs/PROTOCOL.md section 5, typed. Owns errors with a code and plain words. Knows no page.
 */
import type { Act } from '../model/agreement';
import type { AgreePart } from '../model/meaning';
import type { PairField } from '../model/pairs';
import type { Role, Side } from '../model/people';
import { newId } from '../model/schema';
import type { Reaction, TalkPart, TrailSource } from './talk-part';

/** A refused or failed call. `code` is the server's, or `offline` or `bad_answer` from here. */
export class ApiError extends Error {
  readonly code: string;
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** Seconds to wait, when the server says so. */
  readonly retryAfterS: number | undefined;
  /** With `changed`: what the part says by now, as the server sent it. */
  readonly now: unknown;

  constructor(code: string, message: string, answer: { readonly status: number; readonly retryAfterS?: number | undefined; readonly now?: unknown }) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = answer.status;
    this.retryAfterS = answer.retryAfterS;
    this.now = answer.now;
  }
}

export interface ServerConfig { readonly version: string; readonly creation: 'open' | 'key'; readonly retentionDaysMax: number }
export interface AgendaItem { readonly min: number; readonly title: string; readonly mode: string; readonly opens: string }
export interface TemplateInfo {
  readonly id: string; readonly name: string; readonly basedOn: string; readonly format: string; readonly pairs: number; readonly totalMin: number;
  readonly before: readonly string[]; readonly agenda: readonly AgendaItem[];
  readonly stages: readonly string[]; readonly lanes: readonly string[]; readonly goals: readonly string[];
  readonly steps: number; readonly links: number; readonly goalLinks: number;
  readonly discuss: readonly string[]; readonly facts: readonly string[];
}
export interface Invite { readonly role: Role; readonly link: string; readonly code: string | null; readonly qrSvg: string | null }
export interface NewWorkshop {
  readonly title: string; readonly challenge: string;
  /** `YYYY-MM-DD` */
  readonly endsOn: string;
  readonly template?: string; readonly archive?: unknown; readonly creationKey?: string;
}
export interface CreatedWorkshop { readonly workshop: string; readonly map: string; readonly facilitatorLink: string; readonly invites: readonly Invite[] }
export interface InviteLook { readonly workshop: string; readonly title: string; readonly challenge: string; readonly role: Role; readonly side: Side | null; readonly endsOn: string; readonly secret: string }
/** Who a device is in a workshop, in or still waiting to be let in. */
interface ParticipantDevice {
  readonly workshop: string; readonly participant: string; readonly role: Role; readonly side: Side | null; readonly nickname: string;
  readonly deviceSecret: string; readonly title: string; readonly endsOn: string;
}
export interface Joined extends ParticipantDevice { readonly state: 'in'; readonly map: string; readonly token: string; readonly tokenExpiresAt: number }
export interface Waiting extends ParticipantDevice { readonly state: 'waiting' }
export interface FreshToken { readonly token: string; readonly tokenExpiresAt: number; readonly role: Role; readonly side: Side | null }
export interface RosterPerson { readonly participant: string; readonly nickname: string; readonly role: Role; readonly side: Side | null; readonly state: 'in' | 'waiting' | 'removed'; readonly takesPart: 'device' | 'phone'; readonly sameDeviceAs?: readonly string[] }
/** One line of what happened; `act` is a word of the server. */
export interface AuditLine {
  readonly number: number; readonly at: number; readonly act: string; readonly by?: string; readonly role?: Role; readonly to?: string;
  readonly actsFor?: string; readonly about?: Role; readonly device?: 'same' | 'different'; readonly part?: string;
}
export interface AuditPage { readonly lines: readonly AuditLine[]; readonly more: boolean }
export interface Roster { readonly revision: number; readonly people: readonly RosterPerson[] }

/** A pair to be formed. */
export interface NewPair { readonly patient: string; readonly professional: string; readonly name?: string; readonly challenge?: string }
/** Words of a pair to be changed; refused when they are no longer `was`. */
export interface PairWords { readonly field: PairField; readonly was: string; readonly text: string }
/** What is said of a part. */
export interface Statement { readonly act: Act; readonly part: AgreePart; readonly fingerprint?: string | undefined; readonly text?: string | undefined; readonly actingFor?: string | undefined }
/** What is said about the map; mentions are participant ids. `actingFor` is the person it is written down for. */
export type TalkCommand = { readonly actingFor?: string } & (
  | { readonly act: 'comment'; readonly part: TalkPart; readonly text: string; readonly mentions: readonly string[] }
  | { readonly act: 'reply'; readonly thread: string; readonly text: string; readonly mentions: readonly string[] }
  | { readonly act: 'resolve' | 'reopen'; readonly thread: string }
  | { readonly act: 'react' | 'unreact'; readonly message: string; readonly reaction: Reaction }
  | { readonly act: 'takeBack'; readonly message: string }
  | { readonly act: 'ledTo' | 'notLedTo'; readonly from: TrailSource; readonly part: TalkPart }
);

/** Calls that need no token. */
export interface PublicApi {
  config(): Promise<ServerConfig>;
  templates(): Promise<readonly TemplateInfo[]>;
  createWorkshop(command: string, workshop: NewWorkshop): Promise<CreatedWorkshop>;
  lookAtInvite(invite: { readonly secret: string } | { readonly code: string }): Promise<InviteLook>;
  join(command: string, secret: string, who: { readonly nickname: string; readonly device: string }): Promise<Joined | Waiting>;
  /** Comes back as the same person with a return code. */
  comeBack(command: string, code: string, device: string): Promise<Joined | Waiting>;
  /** How somebody who waits stands now. */
  standing(who: Pick<ParticipantDevice, 'workshop' | 'participant' | 'deviceSecret'>): Promise<Joined | Waiting>;
  freshToken(workshop: string, participant: string, deviceSecret: string): Promise<FreshToken>;
}
/** What facilitators do with people. */
export interface PeopleApi {
  setWaitingRoom(command: string, wanted: 'on' | 'off'): Promise<void>;
  /** Lets observers comment, or asks them to listen only. */
  setObserversComment(command: string, wanted: 'on' | 'off'): Promise<void>;
  admit(command: string, participant: string): Promise<void>;
  refuse(command: string, participant: string): Promise<void>;
  admitAll(command: string): Promise<number>;
  addByPhone(command: string, who: { readonly nickname: string; readonly role: Role }): Promise<void>;
  rename(command: string, participant: string, nickname: string): Promise<void>;
  changeRole(command: string, participant: string, role: Role): Promise<void>;
  setActsFor(command: string, participant: string, person: string | null): Promise<void>;
}
/** Calls of a person in a workshop; the token is fetched and refreshed inside. */
export interface WorkshopApi {
  roster(): Promise<Roster>;
  invites(): Promise<readonly Invite[]>;
  newFacilitatorLink(command: string): Promise<string>;
  setFrozen(command: string, frozen: 'frozen' | 'open'): Promise<void>;
  removePerson(command: string, participant: string): Promise<void>;
  formPair(command: string, pair: NewPair): Promise<{ readonly pair: string; readonly state: 'asked' | 'open' }>;
  acceptPair(command: string, pair: string): Promise<void>;
  wordPair(command: string, pair: string, words: PairWords): Promise<void>;
  endPair(command: string, pair: string): Promise<void>;
  readonly people: PeopleApi;
  revokeInvite(command: string, role: Role): Promise<void>;
  renewInvite(command: string, role: Role): Promise<Invite>;
  /** My own code to come back with; an earlier one ends. */
  returnCode(command: string): Promise<string>;
  audit(before?: number): Promise<AuditPage>;
  leave(command: string): Promise<void>;
  deleteWorkshop(): Promise<void>;
}
/** Calls of a person about one map. */
export interface MapApi {
  /** Says something of a part of the map, for agreement. */
  agree(command: string, statement: Statement): Promise<void>;
  /** Says something about the map, or reacts to what was said. */
  talk(command: string, act: TalkCommand): Promise<void>;
  /** The parts that I was the first to write; told to nobody else. */
  mine(): Promise<readonly AgreePart[]>;
  /** The file as the server made it, to be saved by the page. */
  stepsCsv(): Promise<Blob>;
  archive(): Promise<Blob>;
}
/** Gives a token for a call; `new` after the last one was refused. */
export type CallToken = (which: 'any' | 'new') => Promise<string>;

/** Longest wait for an answer, in milliseconds. */
const ANSWER_MS_MAX = 30_000;
const UNAUTHORISED = 401;

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** Calls that need no token. `base` is the server's address; the page's own when left out. */
export function publicApi(base = ''): PublicApi {
  const ask = async <T>(call: Call) => (await answer(base, call)).json() as Promise<T>;
  const post = <T>(path: string, body: unknown) => ask<T>({ method: 'POST', path, body });
  return {
    config: () => ask({ method: 'GET', path: '/api/config' }),
    templates: () => ask({ method: 'GET', path: '/api/templates' }),
    createWorkshop: (command, workshop) => post('/api/workshops', { command, ...workshop }),
    lookAtInvite: (invite) => post('/api/invites/look', invite),
    join: (command, secret, who) => post('/api/join', { command, secret, ...who }),
    comeBack: (command, code, device) => post('/api/return', { command, code, device }),
    standing: ({ workshop, participant, deviceSecret }) => post(`/api/workshops/${workshop}/standing`, { participant, deviceSecret }),
    freshToken: (workshop, participant, deviceSecret) => post(`/api/workshops/${workshop}/token`, { participant, deviceSecret }),
  };
}

/** Which workshop, and who asks. */
export interface WorkshopCaller {
  readonly workshop: string;
  readonly deviceSecret: string;
}

/** Makes calls with a token; one more try with a new one, because it may have ended a moment ago. */
function sender(token: CallToken, base: string): (call: Call) => Promise<Response> {
  return async (call) => {
    try {
      return await answer(base, call, await token('any'));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== UNAUTHORISED) throw error;
      return answer(base, call, await token('new'));
    }
  };
}

/** Calls of a person in a workshop. */
export function workshopApi(caller: WorkshopCaller, token: CallToken, base = ''): WorkshopApi {
  const root = `/api/workshops/${caller.workshop}`;
  const send = sender(token, base);
  const ask = async <T>(call: Call) => (await send(call)).json() as Promise<T>;
  const post = <T>(path: string, body: unknown) => ask<T>({ method: 'POST', path: root + path, body });
  return {
    roster: () => ask({ method: 'GET', path: `${root}/roster` }),
    invites: async () => (await ask<{ invites: readonly Invite[] }>({ method: 'GET', path: `${root}/invites` })).invites,
    newFacilitatorLink: async (command) => (await post<{ link: string }>('/invites/facilitator', { command })).link,
    setFrozen: async (command, frozen) => void (await post('/freeze', { command, frozen: frozen === 'frozen' })),
    removePerson: async (command, participant) => void (await post(`/participants/${participant}/remove`, { command })),
    formPair: (command, pair) => post('/pairs', { command, ...pair }),
    acceptPair: async (command, pair) => void (await post(`/pairs/${pair}/accept`, { command })),
    wordPair: async (command, pair, words) => void (await post(`/pairs/${pair}/words`, { command, ...words })),
    endPair: async (command, pair) => void (await post(`/pairs/${pair}/end`, { command })),
    people: peopleApi(post),
    revokeInvite: async (command, role) => void (await post(`/invites/${role}/revoke`, { command })),
    renewInvite: (command, role) => post(`/invites/${role}/renew`, { command }),
    returnCode: async (command) => (await post<{ code: string }>('/return-code', { command })).code,
    audit: (before) => ask({ method: 'GET', path: `${root}/audit${before === undefined ? '' : `?before=${before}`}` }),
    leave: async (command) => void (await post('/leave', { command, deviceSecret: caller.deviceSecret })),
    deleteWorkshop: async () => void (await send({ method: 'DELETE', path: root })),
  };
}

/** Calls of a person about one map. */
export function mapApi(which: { readonly workshop: string; readonly map: string }, token: CallToken, base = ''): MapApi {
  const root = `/api/workshops/${which.workshop}/maps/${which.map}`;
  const send = sender(token, base);
  const file = async (name: string) => (await send({ method: 'GET', path: `${root}/${name}` })).blob();
  return {
    agree: async (command, statement) => void (await send({ method: 'POST', path: `${root}/agreement`, body: { command, ...statement } })),
    talk: async (command, act) => void (await send({ method: 'POST', path: `${root}/talk`, body: { command, ...act } })),
    mine: async () => ((await (await send({ method: 'GET', path: `${root}/mine` })).json()) as { parts: readonly AgreePart[] }).parts,
    stepsCsv: () => file('steps.csv'),
    archive: () => file('archive.json'),
  };
}

function peopleApi(post: <T>(path: string, body: unknown) => Promise<T>): PeopleApi {
  const about = async (participant: string, what: string, body: object) => void (await post(`/participants/${participant}/${what}`, body));
  return {
    setWaitingRoom: async (command, wanted) => void (await post('/waiting-room', { command, on: wanted === 'on' })),
    setObserversComment: async (command, wanted) => void (await post('/observers-comment', { command, on: wanted === 'on' })),
    admit: (command, participant) => about(participant, 'admit', { command }),
    refuse: (command, participant) => about(participant, 'refuse', { command }),
    admitAll: async (command) => (await post<{ admitted: number }>('/waiting-room/admit-all', { command })).admitted,
    addByPhone: async (command, who) => void (await post('/participants', { command, ...who })),
    rename: (command, participant, nickname) => about(participant, 'rename', { command, nickname }),
    changeRole: (command, participant, role) => about(participant, 'role', { command, role }),
    setActsFor: (command, participant, person) => about(participant, 'acts-for', { command, person }),
  };
}

/** A fresh command id: the same id sent twice has one effect. */
export function newCommand(): string {
  return newId();
}

/** One call; throws an {@link ApiError} unless the server said yes. */
async function answer(base: string, call: Call, token?: string): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  let response: Response;
  try {
    response = await fetch(base + call.path, {
      method: call.method,
      headers,
      body: call.body === undefined ? null : JSON.stringify(call.body),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
  } catch {
    throw new ApiError('offline', 'The server cannot be reached just now.', { status: 0 });
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const answer = { status: response.status, retryAfterS: retryAfter > 0 ? retryAfter : undefined };
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; now?: unknown } };
    return new ApiError(String(error.code), String(error.message), { ...answer, now: error.now });
  } catch {
    return new ApiError('bad_answer', `The server answered ${response.status}.`, answer);
  }
}
