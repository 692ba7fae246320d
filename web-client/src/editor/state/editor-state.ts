/**
 * The state of the editor: what the map, the list and the step editor share on one screen. Which part is open or selected, which
 * dialog is up, whether editing is offered and if not why.
 *
 * Owns that state as signals. Knows the model and presence; not how anything is drawn, and it writes nothing itself
 * (actions.ts does, through model/edits.ts).
 */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { AgreeState } from '../../model/agreement';
import type { OrderedKind } from '../../model/kinds';
import type { MapModel } from '../../model/map';
import type { AgreePart } from '../../model/meaning';
import type { Role } from '../../model/people';
import type { PartRef } from '../../model/schema';
import type { UndoHistory } from '../../model/undo';
import type { Presence } from '../../presence/presence';
import { announce } from '../../notice/notice';
import type { Access } from '../../sync/collab';
import type { Agreement } from '../../workshop/agreement';
import type { IdeasHere } from '../../workshop/session/ideas-here';
import type { Talk } from '../../workshop/talk';
import { partKey, type TalkPart } from '../../workshop/talk-part';
import { t } from '../../i18n/translate';
import { Chosen } from './chosen';
import { neighbourOf, type RevealTarget } from './neighbour';

/** A dialog on top of the page. */
export type EditorDialog =
  | { readonly name: 'addStep'; readonly stage: string; readonly lane: string; readonly index?: number; readonly choose?: 'lane' }
  | { readonly name: 'addPart'; readonly kind: OrderedKind }
  | { readonly name: 'moveStep'; readonly step: string }
  | { readonly name: 'leadTo'; readonly step: string }
  | { readonly name: 'keys' }
  | { readonly name: 'find' }
  | { readonly name: 'walk' }
  | { readonly name: 'agreed' }
  | { readonly name: 'around' }
  | { readonly name: 'stagePage'; readonly stage: string }
  | { readonly name: 'wholeMap' };

/** Dialogs that change nothing of the map by themselves: whoever may only look gets them too. */
const DIALOGS_FOR_EVERYBODY: readonly EditorDialog['name'][] = ['keys', 'find', 'walk', 'agreed', 'around', 'stagePage', 'wholeMap'];

/** What comments are asked for: to read them, to write one, or for one of them. */
export type CommentsFor = 'read' | 'write' | { readonly thread: string };

/** What the panel can list instead of a part. */
export type Tray = 'removed' | 'notPlaced';

/** Which parts the list shows; everything when there is no filter. */
export interface Filter {
  readonly states: readonly AgreeState[];
  /** Only this stage; `''` for what belongs to none. */
  readonly stage?: string | undefined;
  /** As this pair sees it; all together when left out. */
  readonly pair?: string | undefined;
}

/** What the editor state is made of. */
export interface EditorStateParts {
  readonly map: MapModel;
  readonly undo: UndoHistory;
  readonly presence: Presence;
  readonly agreement: Agreement;
  /** Nicknames by participant id. */
  readonly names: ReadonlySignal<ReadonlyMap<string, { readonly nickname: string }>>;
  readonly talk: Talk;
  /** What people have shared beside the map. */
  readonly ideas?: IdeasHere;
  readonly access: ReadonlySignal<Access>;
  readonly frozen: ReadonlySignal<boolean>;
  /** Whether there is a break in which only facilitators edit. */
  readonly resting?: ReadonlySignal<boolean>;
  readonly role: ReadonlySignal<Role>;
  /** Views that were begun and not kept yet. */
  readonly viewDrafts?: Map<string, string>;
  /** Words of questions that were begun and not answered yet. */
  readonly formDrafts?: Map<string, string>;
  /** Words that are too long for their field. */
  readonly fieldDrafts?: Map<string, string>;
}

/** Why editing is not offered. */
export type ReadOnlyReason = 'look.break' | 'look.frozen' | 'look.role' | 'look.only';

const READ_ONLY_ROLES: readonly Role[] = ['observer', 'supporter', 'systemPartner'];

/** One screen's shared state. */
export class EditorState {
  readonly map: MapModel;
  readonly undo: UndoHistory;
  readonly presence: Presence;
  readonly agreement: Agreement;
  readonly role: ReadonlySignal<Role>;
  /** Which parts the list shows. */
  readonly filter: Signal<Filter | undefined> = signal(undefined);
  /** What the page around is asked to show: the map, the list, or the pairs. */
  readonly requestedScreen: Signal<'map' | 'list' | 'pairs' | undefined> = signal(undefined);
  readonly talk: Talk;
  /** What people have shared beside the map. */
  readonly ideas: IdeasHere | undefined;
  /** The stage whose shared ideas are asked for; `''` for all. */
  readonly ideasRequested: Signal<string | undefined> = signal(undefined);
  /** Views that were begun and not kept yet, by the name of their part: going on to the next part loses none. */
  readonly viewDrafts: Map<string, string>;
  /** Words of questions that were begun and not answered yet, by the name of the question. */
  readonly formDrafts: Map<string, string>;
  /** Words that are too long for their field, by the run of the field: closing the panel loses none. */
  readonly fieldDrafts: Map<string, string>;
  /** The part whose comments are to be shown and focused as soon as they are drawn, as one string. */
  readonly commentsRequested: Signal<string | undefined> = signal(undefined);
  /** Whether the page around is asked to show all comments. */
  readonly allCommentsRequested: Signal<boolean> = signal(false);
  /** What the panel lists instead of a part: what was removed, or the steps without a place. */
  readonly tray: Signal<Tray | undefined> = signal(undefined);
  /** The goal that is pointed at or has the focus: the steps that serve it stand out on the map. */
  readonly pointedGoal: Signal<string | undefined> = signal(undefined);
  /** The part whose panel is open. */
  readonly opened: Signal<PartRef | undefined> = signal(undefined);
  /** The step or link that is selected. */
  readonly selected: Signal<PartRef | undefined> = signal(undefined);
  /** The steps that are chosen together. */
  readonly chosen = new Chosen();
  readonly dialog: Signal<EditorDialog | undefined> = signal(undefined);
  /** Where the panel puts focus when it opens: on its first field, or nowhere, because a pointer opened it. */
  panelFocus: 'field' | 'stay' = 'stay';
  /** A part that the view should bring into sight and focus, for example one just added. */
  readonly partToReveal: Signal<RevealTarget | undefined> = signal(undefined);
  /** Whether editing is offered now. */
  readonly canEdit: ReadonlySignal<boolean>;
  /** Why it is not. */
  readonly readOnlyReason: ReadonlySignal<ReadOnlyReason | undefined>;
  readonly #names: EditorStateParts['names'];
  #commentsFor: CommentsFor = 'read';

  constructor(parts: EditorStateParts) {
    this.map = parts.map;
    this.viewDrafts = parts.viewDrafts ?? new Map();
    this.formDrafts = parts.formDrafts ?? new Map();
    this.fieldDrafts = parts.fieldDrafts ?? new Map();
    this.undo = parts.undo;
    this.presence = parts.presence;
    this.agreement = parts.agreement;
    this.role = parts.role;
    this.#names = parts.names;
    this.talk = parts.talk;
    this.ideas = parts.ideas;
    // Before the server has answered (a page opened offline) the role and the kept copy of the facts decide: an edit
    // made then is kept on this device.
    this.readOnlyReason = computed(() => {
      if (parts.access.value === 'readWrite') return undefined;
      if (READ_ONLY_ROLES.includes(parts.role.value)) return 'look.role';
      if (parts.frozen.value && parts.role.value !== 'facilitator') return 'look.frozen';
      if (parts.resting?.value === true && parts.role.value !== 'facilitator') return 'look.break';
      return parts.access.value === 'unknown' ? undefined : 'look.only';
    });
    this.canEdit = computed(() => this.readOnlyReason.value === undefined);
  }

  /** Says something politely. */
  announce(message: string): void {
    announce(message);
  }

  /** What a person is called; never their id. */
  nameOf(participant: string): string {
    return this.#names.value.get(participant)?.nickname || t('others.unknown');
  }

  /** Shows a part that can be agreed on, wherever it is shown. */
  openAgreementPart(part: AgreePart): void {
    if (part.kind === 'map') this.openDialog({ name: 'wholeMap' });
    else this.open({ kind: part.kind, id: part.id }, 'field');
  }

  /** Shows only some parts, in the list. */
  showOnly(filter: Filter): void {
    this.closeDialog();
    this.filter.value = filter;
    this.requestedScreen.value = 'list';
  }

  /** Shows everything again. */
  showAll(): void {
    this.filter.value = undefined;
  }

  /** Asks the page around for the pairs. */
  requestPairs(): void {
    this.closeDialog();
    this.requestedScreen.value = 'pairs';
  }

  /** The page around has shown what it was asked for. */
  screenShown(): void {
    this.requestedScreen.value = undefined;
  }

  /** Selects a part, and shows others where I work. */
  select(part: PartRef | undefined): void {
    this.selected.value = part;
    this.presence.show({ part, selection: part ? [part.id] : undefined });
  }

  /** Opens the panel of a part. */
  open(part: PartRef, focus: 'field' | 'stay'): void {
    this.select(part);
    this.panelFocus = focus;
    this.tray.value = undefined;
    this.opened.value = part;
  }

  /** Lists what was removed, or the steps without a place, in the panel. */
  showTray(tray: Tray): void {
    this.closePanel();
    this.tray.value = tray;
  }

  /** A goal is pointed at or has the focus, or none any more. */
  pointAtGoal(goal: string | undefined): void {
    this.pointedGoal.value = goal;
  }

  /** Shows what is said about a part: in its panel, or, of the whole map, among all comments. */
  openComments(part: TalkPart, why: CommentsFor = 'read'): void {
    this.#commentsFor = why;
    if (part.kind === 'map') {
      this.allCommentsRequested.value = true;
      return;
    }
    this.commentsRequested.value = partKey(part);
    this.open({ kind: part.kind, id: part.id }, 'stay');
  }

  /** Shows the ideas that people have shared, those of a stage first. */
  openIdeas(stage: string): void {
    this.ideasRequested.value = stage;
  }

  /** Whether the comments on a part were asked for; they are asked for once. */
  takeCommentsRequest(part: TalkPart): boolean {
    const isWanted = this.commentsRequested.value === partKey(part);
    if (isWanted) this.commentsRequested.value = undefined;
    return isWanted;
  }

  /** What the comments were last asked for: who wants to write finds the field ready. */
  get commentsFor(): CommentsFor {
    return this.#commentsFor;
  }

  /** Asks the view to bring a part into sight and give it the focus; of one that is gone its neighbour, of a link the step it leaves. */
  requestReveal(target: RevealTarget): void {
    const isThere = target.kind === 'cell' || (target.kind !== 'link' && this.isShown(target));
    this.partToReveal.value = isThere ? target : neighbourOf(this.map, target);
  }

  /** Whether a part is there to be gone to: on the map, or among the steps without a place. */
  isShown(part: PartRef): boolean {
    if (part.kind === 'link') return this.map.links.value.some((link) => link.id === part.id);
    return this.map.at(part.kind, part.id).value?.removed === false;
  }

  /** Goes to a part in the view that is open: selects it and brings it into sight. A link is shown at the step it leaves. */
  goTo(part: PartRef): void {
    this.closeDialog();
    this.closePanel();
    this.showAll();
    this.select(part);
    this.requestReveal(part);
  }

  /** The view has brought the wanted part into sight. */
  revealDone(): void {
    this.partToReveal.value = undefined;
  }

  /** Closes the dialog that is open. */
  closeDialog(): void {
    this.dialog.value = undefined;
  }

  /** Closes the panel. */
  closePanel(): void {
    const before = this.opened.peek();
    // A step stays selected on the map; of any other part one has gone away.
    if (before && before.kind !== 'step') this.presence.show({ selection: undefined });
    this.opened.value = undefined;
    this.tray.value = undefined;
    this.presence.show({ part: undefined, field: undefined, typing: undefined });
  }

  /** Opens a dialog; changing anything needs the right to edit. */
  openDialog(dialog: EditorDialog): void {
    if (!DIALOGS_FOR_EVERYBODY.includes(dialog.name) && !this.canEdit.value) {
      this.announceReadOnly();
      return;
    }
    this.dialog.value = dialog;
  }

  /** Says why nothing can be changed now. */
  announceReadOnly(): void {
    const reason = this.readOnlyReason.value;
    if (reason) announce(t(reason));
  }
}
