/**
 * Every HTTP call of docs/PROTOCOL.md section 5, typed. Owns errors with a code and plain words. Knows no page.
 */
import type { Role, Side } from '../model/people';

/** A refused or failed call. `code` is the server's, or `offline` or `bad_answer` from here. */
export declare class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** Seconds to wait, when the server says so. */
  readonly retryAfterS: number | undefined;
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
export interface Joined {
  readonly workshop: string; readonly map: string; readonly participant: string; readonly role: Role; readonly side: Side | null; readonly nickname: string;
  readonly token: string; readonly tokenExpiresAt: number; readonly deviceSecret: string; readonly title: string; readonly endsOn: string;
}
export interface FreshToken { readonly token: string; readonly tokenExpiresAt: number; readonly role: Role; readonly side: Side | null }
export interface RosterPerson { readonly participant: string; readonly nickname: string; readonly role: Role; readonly side: Side | null; readonly state: 'in' | 'removed' }
export interface Roster { readonly revision: number; readonly people: readonly RosterPerson[] }

/** Calls that need no token. */
export interface PublicApi {
  config(): Promise<ServerConfig>;
  templates(): Promise<readonly TemplateInfo[]>;
  createWorkshop(command: string, workshop: NewWorkshop): Promise<CreatedWorkshop>;
  lookAtInvite(invite: { readonly secret: string } | { readonly code: string }): Promise<InviteLook>;
  join(command: string, secret: string, nickname: string): Promise<Joined>;
  freshToken(workshop: string, participant: string, deviceSecret: string): Promise<FreshToken>;
}
/** Calls of a person in a workshop; the token is fetched and refreshed inside. */
export interface WorkshopApi {
  roster(): Promise<Roster>;
  invites(): Promise<readonly Invite[]>;
  newFacilitatorLink(command: string): Promise<string>;
  setFrozen(command: string, frozen: 'frozen' | 'open'): Promise<void>;
  removePerson(command: string, participant: string): Promise<void>;
  leave(command: string): Promise<void>;
  deleteWorkshop(): Promise<void>;
  /** The file as the server made it, to be saved by the page. */
  stepsCsv(): Promise<Blob>;
  archive(): Promise<Blob>;
}
export declare function publicApi(base?: string): PublicApi;
/** A fresh command id: the same id sent twice has one effect. */
export declare function newCommand(): string;
