/**
 * Every HTTP call, typed by what the server says of it (`api-types.ts` is made from docs/openapi.json). Owns errors with a code and plain words. Knows no page.
 */
import { BELOW } from '../config';
import type { AgreePart } from '../model/meaning';
import type { Role } from '../model/people';
import { newId } from '../model/schema';
import type * as Api from './api-types';
import { sessionApi, votesApi, type Post, type Said, type SessionApi, type VotesApi } from './session-api';
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

export type { AuditLine, AuditPage, Created as CreatedWorkshop, FreshToken, Invite, Look as InviteLook, Roster, RosterPerson, ServerFacts as ServerConfig, TemplateSummary as TemplateInfo } from './api-types';

/** One activity of an agenda. */
export type AgendaItem = Api.TemplateSummary['agenda'][number];
/** A workshop to be started, without the command id. */
export type NewWorkshop = Omit<Api.CreateBody, 'command'>;
/** Who a device is in a workshop, in or still waiting to be let in. */
type ParticipantDevice = Omit<Api.Joined, 'state' | keyof WayIn>;
/** What opens the workshop for somebody who is in. */
interface WayIn { readonly map: string; readonly token: string; readonly tokenExpiresAt: number; readonly tokenLifeMs: number; readonly membership: string }
export interface Joined extends ParticipantDevice, WayIn { readonly state: 'in' }
export interface Waiting extends ParticipantDevice { readonly state: 'waiting' }

/** A pair to be formed. */
export type NewPair = Said<Api.FormPair>;
/** Words of a pair to be changed; refused when they are no longer `was`. */
export type PairWords = Said<Api.WordPair>;
/** What a pair is asked to decide about, and for whom a scribe writes. */
export type ScopeWords = Said<Api.AskScope>;
/** What is said of a part. */
export type Statement = Said<Api.SayOfPart>;
/** A yes to several parts, each as it was seen. */
export type SeveralYeses = Said<Api.AgreeToSeveral>;
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
  config(): Promise<Api.ServerFacts>;
  /** The server's time, in milliseconds since 1970. */
  time(): Promise<number>;
  templates(): Promise<readonly Api.TemplateSummary[]>;
  createWorkshop(command: string, workshop: NewWorkshop): Promise<Api.Created>;
  lookAtInvite(invite: { readonly secret: string } | { readonly code: string }): Promise<Api.Look>;
  join(command: string, secret: string, who: { readonly nickname: string; readonly device: string; readonly help?: string }): Promise<Joined | Waiting>;
  /** Comes back as the same person with a return code. */
  comeBack(command: string, code: string, device: string): Promise<Joined | Waiting>;
  /** How somebody who waits stands now. */
  standing(who: Pick<ParticipantDevice, 'workshop' | 'participant' | 'deviceSecret'>): Promise<Joined | Waiting>;
  freshToken(workshop: string, participant: string, deviceSecret: string): Promise<Api.FreshToken>;
  /** A signed statement that the workshop was deleted, or that the person is out of it. */
  proof(workshop: string, participant: string): Promise<Api.Proof>;
  /** Asks a server that was set back, and does not know the person any more, to be let in again. */
  askAgain(workshop: string, asking: Api.AskAgainBody): Promise<Joined | Waiting>;
}
/** What facilitators do with people. */
export interface PeopleApi {
  setWaitingRoom(command: string, wanted: 'on' | 'off'): Promise<void>;
  /** Lets observers comment, or asks them to listen only. */
  setObserversComment(command: string, wanted: 'on' | 'off'): Promise<void>;
  admit(command: string, participant: string): Promise<void>;
  refuse(command: string, participant: string): Promise<void>;
  admitAll(command: string): Promise<number>;
  /** Lets nobody in who waits; answers how many. */
  refuseAll(command: string): Promise<number>;
  /** Takes out everybody who joined some time ago and never came; answers how many. */
  removeAbsent(command: string): Promise<number>;
  addByPhone(command: string, who: { readonly nickname: string; readonly role: Role }): Promise<void>;
  rename(command: string, participant: string, nickname: string): Promise<void>;
  changeRole(command: string, participant: string, role: Role): Promise<void>;
  setActsFor(command: string, participant: string, person: string | null): Promise<void>;
}
/** What facilitators do with the maps of a workshop. */
export interface MapsApi {
  /** Adds a map, empty or as a copy; answers its id. */
  add(command: string, map: Said<Api.AddMap>): Promise<string>;
  rename(command: string, map: string, name: string): Promise<void>;
  showFirst(command: string, map: string): Promise<void>;
  setRemoved(command: string, map: string, wanted: 'removed' | 'shown'): Promise<void>;
}
/** Calls of a person in a workshop; the token is fetched and refreshed inside. */
export interface WorkshopApi {
  roster(): Promise<Api.Roster>;
  invites(): Promise<readonly Api.Invite[]>;
  newFacilitatorLink(command: string): Promise<string>;
  setFrozen(command: string, frozen: 'frozen' | 'open'): Promise<void>;
  /** Changes the title, the shared challenge or the last day; what is left out stays. */
  edit(command: string, changes: Said<Api.EditWorkshop>): Promise<void>;
  /** Changes how people meet, the agenda, the questions or the facts; what is left out stays. */
  plan(command: string, changes: Said<Api.PlanMeeting>): Promise<void>;
  removePerson(command: string, participant: string): Promise<void>;
  formPair(command: string, pair: NewPair): Promise<Api.Formed>;
  acceptPair(command: string, pair: string): Promise<void>;
  wordPair(command: string, pair: string, words: PairWords): Promise<void>;
  askScope(command: string, pair: string, asked: ScopeWords): Promise<void>;
  /** Yes to what was seen asked for. */
  acceptScope(command: string, pair: string, seen: ScopeWords): Promise<void>;
  /** No to it, or the question taken back. */
  declineScope(command: string, pair: string, seen: ScopeWords): Promise<void>;
  endPair(command: string, pair: string): Promise<void>;
  readonly people: PeopleApi;
  readonly maps: MapsApi;
  readonly session: SessionApi;
  readonly votes: VotesApi;
  revokeInvite(command: string, role: Role): Promise<void>;
  renewInvite(command: string, role: Role): Promise<Api.Invite>;
  /** My own code to come back with; an earlier one ends. */
  returnCode(command: string): Promise<string>;
  /** Says what helps oneself to take part, or with no words nothing any more; only facilitators read it. */
  sayWhatHelps(command: string, text: string): Promise<void>;
  /** Makes a workshop to practise in; one that was made before is deleted. */
  makePractice(command: string): Promise<Api.Created>;
  audit(before?: number): Promise<Api.AuditPage>;
  leave(command: string): Promise<void>;
  deleteWorkshop(): Promise<void>;
}
/** Calls of a person about one map. */
export interface MapApi {
  /** Says something of a part of the map, for agreement. */
  agree(command: string, statement: Statement): Promise<void>;
  /** Says yes to several parts of the map, each as it was seen. */
  agreeToSeveral(command: string, yeses: SeveralYeses): Promise<Api.AgreedToSeveral>;
  /** Says something about the map, or reacts to what was said. */
  talk(command: string, act: TalkCommand): Promise<void>;
  /** Begins a thread of comments, and says which. */
  beginThread(command: string, comment: { readonly part: TalkPart; readonly text: string; readonly actingFor?: string }): Promise<Api.Talked>;
  /** The parts that I was the first to write; told to nobody else. */
  mine(): Promise<readonly AgreePart[]>;
  /** The file as the server made it, to be saved by the page. */
  stepsCsv(): Promise<Blob>;
  archive(): Promise<Blob>;
  /** Takes out what says nothing, and what one person added. */
  cleanUp(command: string, addedBy?: string): Promise<Api.CleanedUp>;
}
/** Gives a token for a call; `new` after one was `refused`. */
export type CallToken = (which: 'any' | 'new', refused?: string) => Promise<string>;

/** Longest wait for an answer, in milliseconds. */
const ANSWER_MS_MAX = 30_000;
const UNAUTHORISED = 401;

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** Calls that need no token. `base` is the server's address; the page's own when left out. */
export function publicApi(base = BELOW): PublicApi {
  const ask = async <T>(call: Call) => (await answer(base, call)).json() as Promise<T>;
  const post = <T>(path: string, body: unknown) => ask<T>({ method: 'POST', path, body });
  return {
    config: () => ask({ method: 'GET', path: '/api/config' }),
    time: async () => (await ask<Api.ServerTime>({ method: 'GET', path: '/api/time' })).nowMs,
    templates: () => ask({ method: 'GET', path: '/api/templates' }),
    createWorkshop: (command, workshop) => post('/api/workshops', { command, ...workshop }),
    lookAtInvite: (invite) => post('/api/invites/look', invite),
    join: (command, secret, who) => post('/api/join', { command, secret, ...who }),
    comeBack: (command, code, device) => post('/api/return', { command, code, device }),
    standing: ({ workshop, participant, deviceSecret }) => post(`/api/workshops/${workshop}/standing`, { participant, deviceSecret }),
    freshToken: (workshop, participant, deviceSecret) => post(`/api/workshops/${workshop}/token`, { participant, deviceSecret }),
    proof: (workshop, participant) => post(`/api/workshops/${workshop}/proof`, { participant }),
    askAgain: (workshop, asking) => post(`/api/workshops/${workshop}/ask-again`, asking),
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
    const first = await token('any');
    try {
      return await answer(base, call, first);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== UNAUTHORISED) throw error;
      return answer(base, call, await token('new', first));
    }
  };
}

/** Calls of a person in a workshop. */
export function workshopApi(caller: WorkshopCaller, token: CallToken, base = BELOW): WorkshopApi {
  const root = `/api/workshops/${caller.workshop}`;
  const send = sender(token, base);
  const ask = async <T>(call: Call) => (await send(call)).json() as Promise<T>;
  const post: Post = (path, body) => ask({ method: 'POST', path: root + path, body });
  return {
    roster: () => ask({ method: 'GET', path: `${root}/roster` }),
    invites: async () => (await ask<{ invites: readonly Api.Invite[] }>({ method: 'GET', path: `${root}/invites` })).invites,
    newFacilitatorLink: async (command) => (await post<Api.AddFacilitatorLink, Api.FacilitatorLink>('/invites/facilitator', { command })).link,
    setFrozen: async (command, frozen) => void (await post<Api.Freeze>('/freeze', { command, frozen: frozen === 'frozen' })),
    edit: async (command, changes) => void (await post<Api.EditWorkshop>('/edit', { command, ...changes })),
    plan: async (command, changes) => void (await post<Api.PlanMeeting>('/plan', { command, ...changes })),
    removePerson: async (command, participant) => void (await post<Api.RemovePerson>(`/participants/${participant}/remove`, { command })),
    formPair: (command, pair) => post<Api.FormPair, Api.Formed>('/pairs', { command, ...pair }),
    acceptPair: async (command, pair) => void (await post<Api.AcceptPair>(`/pairs/${pair}/accept`, { command })),
    wordPair: async (command, pair, words) => void (await post<Api.WordPair>(`/pairs/${pair}/words`, { command, ...words })),
    askScope: async (command, pair, asked) => void (await post<Api.AskScope>(`/pairs/${pair}/scope`, { command, ...asked })),
    acceptScope: async (command, pair, seen) => void (await post<Api.AcceptScope>(`/pairs/${pair}/scope/accept`, { command, ...seen })),
    declineScope: async (command, pair, seen) => void (await post<Api.DeclineScope>(`/pairs/${pair}/scope/decline`, { command, ...seen })),
    endPair: async (command, pair) => void (await post<Api.EndPair>(`/pairs/${pair}/end`, { command })),
    people: peopleApi(post),
    maps: mapsApi(post),
    session: sessionApi(post, () => ask({ method: 'GET', path: `${root}/session/notes/given` })),
    votes: votesApi(post, () => ask({ method: 'GET', path: `${root}/session/ballots` })),
    revokeInvite: async (command, role) => void (await post<Api.RevokeInvite>(`/invites/${role}/revoke`, { command })),
    renewInvite: (command, role) => post<Api.RenewInvite, Api.Invite>(`/invites/${role}/renew`, { command }),
    returnCode: async (command) => (await post<Api.MakeReturnCode, Api.ReturnCode>('/return-code', { command })).code,
    makePractice: (command) => post<Api.PracticeBody, Api.Created>('/practice', { command }),
    audit: (before) => ask({ method: 'GET', path: `${root}/audit${before === undefined ? '' : `?before=${before}`}` }),
    sayWhatHelps: async (command, text) => void (await post<Api.SayWhatHelps>('/help', { command, text })),
    leave: async (command) => void (await post<Api.Leave>('/leave', { command, deviceSecret: caller.deviceSecret })),
    deleteWorkshop: async () => void (await send({ method: 'DELETE', path: root })),
  };
}

/** Calls of a person about one map. */
export function mapApi(which: { readonly workshop: string; readonly map: string }, token: CallToken, base = BELOW): MapApi {
  const root = `/api/workshops/${which.workshop}/maps/${which.map}`;
  const send = sender(token, base);
  const file = async (name: string) => (await send({ method: 'GET', path: `${root}/${name}` })).blob();
  return {
    agree: async (command, statement) => void (await send({ method: 'POST', path: `${root}/agreement`, body: { command, ...statement } satisfies Api.SayOfPart })),
    agreeToSeveral: async (command, yeses) => (await send({ method: 'POST', path: `${root}/agreement/several`, body: { command, ...yeses } satisfies Api.AgreeToSeveral })).json() as Promise<Api.AgreedToSeveral>,
    talk: async (command, act) => void (await send({ method: 'POST', path: `${root}/talk`, body: { command, ...act } satisfies Api.TalkAbout })),
    beginThread: async (command, { part, ...comment }) => (await send({ method: 'POST', path: `${root}/talk`, body: { command, act: 'comment', part: { kind: part.kind, id: part.id }, ...comment } satisfies Api.TalkAbout })).json() as Promise<Api.Talked>,
    mine: async () => ((await (await send({ method: 'GET', path: `${root}/mine` })).json()) as { parts: readonly AgreePart[] }).parts,
    stepsCsv: () => file('steps.csv'),
    archive: () => file('archive.json'),
    cleanUp: async (command, addedBy) => {
      const body: Api.CleanUpMap = addedBy === undefined ? { command } : { command, addedBy };
      return (await send({ method: 'POST', path: `${root}/clean-up`, body })).json() as Promise<Api.CleanedUp>;
    },
  };
}

function mapsApi(post: Post): MapsApi {
  return {
    add: async (command, map) => (await post<Api.AddMap, Api.AddedMap>('/maps', { command, ...map })).map,
    rename: async (command, map, name) => void (await post<Api.NameMap>(`/maps/${map}/name`, { command, name })),
    showFirst: async (command, map) => void (await post<Api.ShowMapFirst>(`/maps/${map}/first`, { command })),
    setRemoved: async (command, map, wanted) => void (await post<Api.RemoveMap>(`/maps/${map}/remove`, { command, removed: wanted === 'removed' })),
  };
}

function peopleApi(post: Post): PeopleApi {
  const about = async <Body extends { command: string }>(participant: string, what: string, body: Body) =>
    void (await post<Body>(`/participants/${participant}/${what}`, body));
  return {
    setWaitingRoom: async (command, wanted) => void (await post<Api.SetWaitingRoom>('/waiting-room', { command, on: wanted === 'on' })),
    setObserversComment: async (command, wanted) => void (await post<Api.LetObserversComment>('/observers-comment', { command, on: wanted === 'on' })),
    admit: (command, participant) => about<Api.AdmitPerson>(participant, 'admit', { command }),
    refuse: (command, participant) => about<Api.RefusePerson>(participant, 'refuse', { command }),
    admitAll: async (command) => (await post<Api.AdmitAll, Api.Admitted>('/waiting-room/admit-all', { command })).admitted,
    refuseAll: async (command) => (await post<Api.RefuseAll, Api.Refused>('/waiting-room/refuse-all', { command })).refused,
    removeAbsent: async (command) => (await post<Api.RemoveAbsent, Api.Removed>('/participants/remove-absent', { command })).removed,
    addByPhone: async (command, who) => void (await post<Api.AddByPhone>('/participants', { command, ...who })),
    rename: (command, participant, nickname) => about<Api.RenamePerson>(participant, 'rename', { command, nickname }),
    changeRole: (command, participant, role) => about<Api.ChangeRole>(participant, 'role', { command, role }),
    setActsFor: (command, participant, person) => about<Api.SetScribe>(participant, 'acts-for', { command, person }),
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
