/** The calls of a session: what is on and its time, hands and turns, notes, ideas, votes, actions. Knows no page. */
import type * as Api from './api-types';

/** A command's body without its id. */
export type Said<Body extends { command: string }> = Omit<Body, 'command'>;

/** Sends a command of a workshop: its address below the workshop's, its body as the server describes it. */
export type Post = <Body extends { command: string }, Answer = unknown>(path: string, body: Body) => Promise<Answer>;

/** What facilitators do while people meet. */
export interface SessionApi {
  /** Begins an activity of the agenda, or goes on with it; `seen` is what is on. */
  start(command: string, activity: string, seen: string | undefined): Promise<void>;
  pause(command: string, seen: string): Promise<void>;
  resume(command: string, seen: string): Promise<void>;
  /** Gives it more minutes, or fewer. */
  addMinutes(command: string, seen: string, minutes: number): Promise<void>;
  end(command: string, seen: string): Promise<void>;
  /** Says who edits in the break that is on. */
  letEditInBreak(command: string, seen: string, who: 'everybody' | 'facilitators'): Promise<void>;
  /** Raises my hand, or that of the person I write for. */
  raiseHand(command: string, actingFor?: string): Promise<void>;
  /** Lowers my hand, or somebody else's. */
  lowerHand(command: string, person?: string): Promise<void>;
  /** What becomes of a turn: whose it is as I see it; nobody's for another round. */
  takeTurn(command: string, seen: string, turn: { readonly act: TurnAct; readonly person?: string }): Promise<void>;
  /** Tells one person a sentence that nobody else reads. */
  nudge(command: string, person: string, text: string): Promise<void>;
  tellEveryone(command: string, text: string): Promise<void>;
  /** Asks everybody to look at one place. */
  callEveryone(command: string, place: { readonly map: string; readonly view: 'map' | 'list'; readonly part?: string }): Promise<void>;
  endCall(command: string): Promise<void>;
  /** Says where people hear one another; empty texts for nowhere. */
  setCallLink(command: string, call: Said<Api.SetCallLink>): Promise<void>;
  addAction(command: string, action: Said<Api.AddAction>): Promise<void>;
  /** Changes an action, when it still says what was seen. */
  changeAction(command: string, action: string, change: Said<Api.ChangeAction>): Promise<void>;
  removeAction(command: string, action: string): Promise<void>;
  /** Adds an idea that everybody sees. */
  addIdea(command: string, idea: Said<Api.AddIdea>): Promise<void>;
  /** Puts an idea into a theme, or out of all. */
  putIdeaInTheme(command: string, idea: string, into: Said<Api.PutIdeaInTheme>): Promise<void>;
  renameTheme(command: string, theme: string, name: Said<Api.RenameTheme>): Promise<void>;
  /** Says what became of an idea, when nothing else did meanwhile. */
  sayIdeaBecame(command: string, idea: string, became: Said<Api.SayIdeaBecame>): Promise<void>;
  /** Says how far one is with what one writes alone; `actingFor` is the person for whom somebody else writes. */
  sayHowFar(command: string, activity: string, said: Api.SayHowFar['said'], actingFor: string | undefined): Promise<void>;
  /** Lets people give notes. */
  openGiving(command: string, activity: string): Promise<void>;
  giveNotes(command: string, activity: string, notes: readonly string[], actingFor: string | undefined): Promise<void>;
  /** Says which notes are to be shown without a name, in place of what was said before; with none, all are taken back. */
  giveUnnamed(command: string, activity: string, notes: readonly string[], actingFor: string | undefined): Promise<void>;
  /** Shows what people gave without their names. */
  revealNotes(command: string, activity: string): Promise<void>;
  /** Which notes wait to be shown, of those I write for; never what they say. */
  given(): Promise<Api.MyGiven>;
}
/** What can be done with a turn; `again` is another round. */
export type TurnAct = 'done' | 'pass' | 'later' | 'again';
/** Votes: facilitators open and close them, people vote. */
export interface VotesApi {
  open(command: string, vote: Said<Api.OpenRound>): Promise<void>;
  /** Puts a ballot in, or another in its place. Nothing of it is kept with the command, so each ballot needs an id of its own. */
  cast(command: string, ballot: Said<Api.CastBallot>): Promise<void>;
  close(command: string, round: string): Promise<void>;
  cancel(command: string, round: string): Promise<void>;
  /** Of whom a ballot is in, of those I vote for; never what it holds. */
  mine(): Promise<Api.MyBallots>;
}

function forWhom(actingFor: string | undefined): { readonly actingFor?: string } {
  return actingFor === undefined ? {} : { actingFor };
}

/** The calls, sent by `post`. */
export function sessionApi(post: Post, given: SessionApi['given']): SessionApi {
  return {
    given,
    start: async (command, activity, seen) => void (await post<Api.StartActivity>('/session/start', { command, activity, ...(seen === undefined ? {} : { seen }) })),
    pause: async (command, seen) => void (await post<Api.PauseSession>('/session/pause', { command, seen })),
    resume: async (command, seen) => void (await post<Api.ResumeSession>('/session/resume', { command, seen })),
    addMinutes: async (command, seen, minutes) => void (await post<Api.AddMinutes>('/session/minutes', { command, seen, minutes })),
    setCallLink: async (command, call) => void (await post<Api.SetCallLink>('/session/call-link', { command, ...call })),
    addAction: async (command, action) => void (await post<Api.AddAction>('/session/actions', { command, ...action })),
    changeAction: async (command, action, change) => void (await post<Api.ChangeAction>(`/session/actions/${action}`, { command, ...change })),
    removeAction: async (command, action) => void (await post<Api.RemoveAction>(`/session/actions/${action}/remove`, { command })),
    addIdea: async (command, idea) => void (await post<Api.AddIdea>('/session/ideas', { command, ...idea })),
    putIdeaInTheme: async (command, idea, into) => void (await post<Api.PutIdeaInTheme>(`/session/ideas/${idea}/theme`, { command, ...into })),
    renameTheme: async (command, theme, name) => void (await post<Api.RenameTheme>(`/session/themes/${theme}`, { command, ...name })),
    sayIdeaBecame: async (command, idea, became) => void (await post<Api.SayIdeaBecame>(`/session/ideas/${idea}/became`, { command, ...became })),
    end: async (command, seen) => void (await post<Api.EndSession>('/session/end', { command, seen })),
    letEditInBreak: async (command, seen, who) => void (await post<Api.LetEditInBreak>('/session/break', { command, seen, everybody: who === 'everybody' })),
    raiseHand: async (command, actingFor) => void (await post<Api.RaiseHand>('/session/hand', { command, ...(actingFor === undefined ? {} : { actingFor }) })),
    lowerHand: async (command, person) => void (await post<Api.LowerHand>('/session/hand/lower', { command, ...(person === undefined ? {} : { person }) })),
    takeTurn: async (command, seen, turn) => void (await post<Api.TakeTurn>('/session/turn', { command, seen, ...turn })),
    nudge: async (command, person, text) => void (await post<Api.Nudge>('/session/nudges', { command, person, text })),
    tellEveryone: async (command, text) => void (await post<Api.TellEveryone>('/session/messages', { command, text })),
    callEveryone: async (command, place) => void (await post<Api.CallEveryone>('/session/call', { command, ...place })),
    endCall: async (command) => void (await post<Api.EndCall>('/session/call/end', { command })),
    sayHowFar: async (command, activity, said, actingFor) => void (await post<Api.SayHowFar>('/session/notes/progress', { command, activity, said, ...forWhom(actingFor) })),
    openGiving: async (command, activity) => void (await post<Api.OpenGiving>('/session/notes/open-giving', { command, activity })),
    giveNotes: async (command, activity, notes, actingFor) => void (await post<Api.GiveNotes>('/session/notes/give', { command, activity, notes: [...notes], ...forWhom(actingFor) })),
    giveUnnamed: async (command, activity, notes, actingFor) => void (await post<Api.GiveUnnamed>('/session/notes/give-unnamed', { command, activity, notes: [...notes], ...forWhom(actingFor) })),
    revealNotes: async (command, activity) => void (await post<Api.RevealNotes>('/session/notes/reveal', { command, activity })),
  };
}

/** The calls of votes. */
export function votesApi(post: Post, mine: VotesApi['mine']): VotesApi {
  return {
    open: async (command, vote) => void (await post<Api.OpenRound>('/session/rounds', { command, ...vote })),
    cast: async (command, ballot) => void (await post<Api.CastBallot>('/session/ballots', { command, ...ballot })),
    close: async (command, round) => void (await post<Api.CloseRound>('/session/rounds/close', { command, round })),
    cancel: async (command, round) => void (await post<Api.CancelRound>('/session/rounds/cancel', { command, round })),
    mine,
  };
}
