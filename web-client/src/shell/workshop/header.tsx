/**
 * The header of an open workshop, one bar: what it is, map or list, where my work is, who is here, undo and redo, the menu.
 * Owns their order and the choice of view. What has no room in a narrow bar is in the menu.
 */
import type { ComponentChildren } from 'preact';
import { at } from '../../config';
import { PHONE_QUERY, useMedia } from '../../editor/frame';
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { RoleSymbol } from '../../ui/who';
import type { PersonHere } from '../../presence/presence';
import type { OpenMap } from '../../workshop/open';
import { Mark } from '../common/page';
import { askedPair, isPartnerMissing } from './common/partner';
import { SavedLight } from './common/saved-light';
import { redoAndSay, redoLabel, undoAndSay, undoLabel } from './undo-words';
import type { View } from './map-choice';
import { MapSwitch } from './map-switch';
import type { PanelName } from './panels';
import { WorkshopMenu } from './workshop-menu';
import { useTopHeight } from './top-height';

/** How many people are shown by name on a wide screen; the rest are a number. */
const NAMED_MAX = 3;

interface HeaderProps {
  readonly open: OpenMap;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onPanel: (panel: PanelName) => void;
  /** Opens the panel that runs the session. */
  readonly onRun: () => void;
  /** Opens the panel of shared ideas. */
  readonly onIdeas: () => void;
  readonly onPrint: () => void;
  readonly heading: { readonly current: HTMLHeadingElement | null };
  /** What must stay in sight with the header: the banner. */
  readonly children?: ComponentChildren;
}

/** Somebody who is here, by name; a long one is cut, and whole as its title. */
export function PersonChip({ person }: { readonly person: PersonHere }) {
  const nickname = person.nickname === '' ? t('people.unnamed') : person.nickname;
  const name = person.isMe ? t('people.me', { nickname }) : nickname;
  return (
    <span class="pw-chip" title={name}>
      {person.role && <RoleSymbol role={person.role} size={1} />}
      <span>{name}</span>
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
        <span class="pw-switch__word">{t('workshop.view.map')}</span>
      </button>
      <button type="button" class="pw-switch__side" aria-pressed={view === 'list'} onClick={() => onView('list')}>
        <Symbol name="list" size={1.125} />
        <span class="pw-switch__word">{t('workshop.view.list')}</span>
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
      <button type="button" class={`${looks} pw-undo__redo`} aria-label={redoLabel(redo)} title={redoLabel(redo)} aria-disabled={!redo} onClick={() => redoAndSay(open.undo)}>
        <Symbol name="redo" />
      </button>
    </div>
  );
}

/** That I have no partner yet, with the way to one; on a phone the line below the header says it. */
function PartnerSign({ open, onPanel }: Pick<HeaderProps, 'open' | 'onPanel'>) {
  const isPhone = useMedia(PHONE_QUERY);
  // Who is asked answers first, in the line below.
  if (isPhone || !isPartnerMissing(open) || askedPair(open)) return null;
  return (
    <button type="button" class="pw-button pw-button--small pw-partner-sign" onClick={() => onPanel('pairs')}>
      <Symbol name="both" size={1.125} />
      {t('agree.find')}
    </button>
  );
}

/** The header: one bar, and below it what must be known now. */
export function WorkshopHeader(props: HeaderProps) {
  const { open, heading } = props;
  const meta = open.workshop.facts.meta.value;
  const canEdit = open.access.value !== 'readOnly';
  const top = useTopHeight();
  return (
    <header class="pw-top-place" ref={top}>
      <div class="pw-top">
        <a class="pw-top__home" href={at('/')} aria-label={t('page.home')}>
          <Mark size={1.5} />
        </a>
        <div class="pw-top__name">
          <div class="pw-top__title">
            <h1 ref={heading} tabIndex={-1} title={meta?.title}>
              {meta?.title ?? open.workshop.entry.title}
            </h1>
            {meta && meta.challenge !== '' && <p title={meta.challenge}>{meta.challenge}</p>}
          </div>
          <MapSwitch {...props} />
        </div>
        <ViewSwitch {...props} />
        <PartnerSign {...props} />
        <div class="pw-top__light" data-save-state={open.saveState.value}>
          <SavedLight state={open.saveState.value} />
        </div>
        <PeopleButton {...props} />
        <TalkButton {...props} />
        {canEdit && <UndoButtons open={open} />}
        <WorkshopMenu {...props} />
      </div>
      {props.children}
    </header>
  );
}
