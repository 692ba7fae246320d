/**
 * The header of an open workshop: what it is, where my work is, who is here, map or list, undo and redo, the menu.
 * Owns their order and the choice of view; on a phone it is two short rows.
 */
import type { ComponentChildren } from 'preact';
import { at } from '../../config';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { RoleSymbol } from '../../ui/who';
import type { PersonHere } from '../../presence/presence';
import type { OpenMap } from '../../workshop/open';
import { Mark } from '../common/page';
import { SavedLight } from './saved-light';
import { redoAndSay, redoLabel, undoAndSay, undoLabel } from './undo-words';
import type { PanelName } from './panels';
import { WorkshopMenu } from './workshop-menu';
import { useTopHeight } from './top-height';

/** The two ways to see and edit the map. */
export type View = 'map' | 'list';

/** How many people are shown by name on a wide screen; the rest are a number. */
const NAMED_MAX = 3;

interface HeaderProps {
  readonly open: OpenMap;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onPanel: (panel: PanelName) => void;
  readonly onPrint: () => void;
  readonly heading: { readonly current: HTMLHeadingElement | null };
  /** What must stay in sight with the header: the banner. */
  readonly children?: ComponentChildren;
}

function PersonChip({ person }: { readonly person: PersonHere }) {
  const name = person.nickname === '' ? t('people.unnamed') : person.nickname;
  return (
    <span class="pw-chip">
      {person.role && <RoleSymbol role={person.role} size={1} />}
      <span>{person.isMe ? t('people.me', { nickname: name }) : name}</span>
    </span>
  );
}

function PeopleButton({ open, onPanel }: Pick<HeaderProps, 'open' | 'onPanel'>) {
  const people = open.presence.people.value;
  const more = people.length - NAMED_MAX;
  return (
    <button
      type="button"
      class="pw-button pw-button--quiet pw-people-button"
      onClick={() => onPanel('people')}
    >
      <Symbol name="people" />
      <span class="pw-hidden">{t('people.button.name', { count: people.length })}</span>
      <span class="pw-people-button__count" aria-hidden="true">{people.length}</span>
      <span class="pw-people-button__word" aria-hidden="true">{t('people.button')}</span>
      <span class="pw-people-button__names">
        {people.slice(0, NAMED_MAX).map((person) => (
          <PersonChip key={person.participant} person={person} />
        ))}
        {more > 0 && <span class="pw-chip pw-chip--more">+{more}</span>}
      </span>
    </button>
  );
}

/** The way to all comments, with how many are new. On a narrow screen it is in the menu only. */
function TalkButton({ open, onPanel }: Pick<HeaderProps, 'open' | 'onPanel'>) {
  const unread = open.talk.unread.value;
  const name = unread > 0 ? t('talk.all.new', { count: unread }) : t('talk.all');
  return (
    <button type="button" class="pw-button pw-button--quiet pw-talk-button" aria-label={name} title={name} onClick={() => onPanel('talk')}>
      <Symbol name="comment" />
      {unread > 0 && <span class="pw-new">{unread}</span>}
    </button>
  );
}

function ViewSwitch({ view, onView }: Pick<HeaderProps, 'view' | 'onView'>) {
  return (
    <div class="pw-switch" role="group" aria-label={t('workshop.view.label')}>
      <button type="button" class="pw-switch__side" aria-pressed={view === 'map'} onClick={() => onView('map')}>
        <Symbol name="map" size={1.125} />
        {t('workshop.view.map')}
      </button>
      <button type="button" class="pw-switch__side" aria-pressed={view === 'list'} onClick={() => onView('list')}>
        <Symbol name="list" size={1.125} />
        {t('workshop.view.list')}
      </button>
    </div>
  );
}

function UndoButtons({ open }: Pick<HeaderProps, 'open'>) {
  const undo = open.undo.canUndo.value;
  const redo = open.undo.canRedo.value;
  const looks = 'pw-button pw-button--quiet pw-button--symbol';
  return (
    <div class="pw-undo" role="group" aria-label={t('workshop.tools')}>
      <button type="button" class={looks} aria-label={undoLabel(undo)} title={undoLabel(undo)} aria-disabled={!undo} onClick={() => undoAndSay(open.undo)}>
        <Symbol name="undo" />
      </button>
      <button type="button" class={looks} aria-label={redoLabel(redo)} title={redoLabel(redo)} aria-disabled={!redo} onClick={() => redoAndSay(open.undo)}>
        <Symbol name="redo" />
      </button>
    </div>
  );
}

/** The header. */
export function WorkshopHeader(props: HeaderProps) {
  const { open, heading } = props;
  const meta = open.workshop.facts.meta.value;
  const canEdit = open.access.value !== 'readOnly';
  const top = useTopHeight();
  return (
    <header class="pw-top-place" ref={top}>
      <div class="pw-top">
        <a class="pw-top__home" href={at('/')} aria-label={t('page.home')}>
          <Mark size={1.75} />
        </a>
        <div class="pw-top__title">
          <h1 ref={heading} tabIndex={-1}>
            {meta?.title ?? open.workshop.entry.title}
          </h1>
          {meta && meta.challenge !== '' && <p title={meta.challenge}>{meta.challenge}</p>}
        </div>
        <div class="pw-top__tools">
          <div data-save-state={open.saveState.value}>
            <SavedLight state={open.saveState.value} />
          </div>
          <PeopleButton {...props} />
          <TalkButton {...props} />
          {canEdit && <UndoButtons open={open} />}
          <ViewSwitch {...props} />
        </div>
        <div class="pw-top__menu">
          <WorkshopMenu {...props} />
        </div>
      </div>
      {props.children}
    </header>
  );
}
