/**
 * Every panel of an open workshop, one entry each, in the order of the menu: what it is called, who it is for, its code and
 * its words. A new panel is its file, its words (i18n/later) and an entry here. Loaded with the menu, not with the page.
 */
import { t } from '../../i18n/translate';
import type { OpenMap } from '../../workshop/open';
import { panel } from './common/panel';

const everybody = (): boolean => true;
const facilitators = ({ workshop }: OpenMap): boolean => workshop.me.value.role === 'facilitator';

/** The panels. */
export const PANELS = [
  panel({
    name: 'talk', place: 'first', symbol: 'comment', title: ({ talk }) => (talk.unread.value > 0 ? t('talk.all.new', { count: talk.unread.value }) : t('talk.all')), who: everybody,
    load: async () => (await import('./dialogs/talk-dialog')).TalkDialog, words: [() => import('../../i18n/later/talk'), () => import('../../i18n/later/trail')],
  }),
  panel({
    name: 'pairs', place: 'agreement', symbol: 'both', title: () => t('menu.pairs'), who: everybody,
    load: async () => (await import('./pairs/pairs-dialog')).PairsDialog, words: [() => import('../../i18n/later/pairs')],
  }),
  panel({
    name: 'contributions', place: 'agreement', symbol: 'edit', title: () => t('menu.contributions'), who: everybody,
    load: async () => (await import('./dialogs/contributions-dialog')).ContributionsDialog, words: [() => import('../../i18n/later/contributions'), () => import('../../i18n/later/idea'), () => import('../../i18n/later/agreement'), () => import('../../i18n/later/trail')],
  }),
  panel({
    name: 'actions', place: 'agreement', symbol: 'check', title: () => t('menu.actions'), who: everybody,
    load: async () => (await import('./session/actions-dialog')).ActionsDialog, words: [() => import('../../i18n/later/actions'), () => import('../../i18n/later/start')],
  }),
  panel({
    name: 'people', place: 'people', symbol: 'people', title: () => t('menu.everyone'), who: everybody,
    load: async () => (await import('./people/people-dialog')).PeopleDialog, words: [() => import('../../i18n/later/people'), () => import('../../i18n/later/join'), () => import('../../i18n/later/announcements')],
  }),
  panel({
    name: 'invite', place: 'people', symbol: 'invite', title: () => t('menu.invite'), who: facilitators,
    load: async () => (await import('./people/invite-dialog')).InviteDialog, words: [() => import('../../i18n/later/invite')],
  }),
  panel({
    name: 'about', place: 'workshop', symbol: 'info', title: () => t('menu.about'), who: everybody,
    load: async () => (await import('./dialogs/about-dialog')).AboutDialog, words: [() => import('../../i18n/later/about')],
  }),
  panel({
    name: 'editWorkshop', place: 'workshop', symbol: 'edit', title: () => t('menu.editWorkshop'), who: facilitators, keeps: 'words',
    load: async () => (await import('./dialogs/edit-workshop-dialog')).EditWorkshopDialog, words: [() => import('../../i18n/later/edit-workshop'), () => import('../../i18n/later/start')],
  }),
  panel({
    name: 'agenda', place: 'workshop', symbol: 'list', title: () => t('menu.agenda'), who: facilitators, keeps: 'words',
    load: async () => (await import('./agenda/agenda-dialog')).AgendaDialog, words: [() => import('../../i18n/later/agenda')],
  }),
  panel({
    name: 'plan', place: 'workshop', symbol: 'edit', title: () => t('menu.plan'), who: facilitators, keeps: 'words',
    load: async () => (await import('./dialogs/plan-dialog')).PlanDialog, words: [() => import('../../i18n/later/plan'), () => import('../../i18n/later/about')],
  }),
  panel({
    name: 'maps', place: 'workshop', symbol: 'map', title: () => t('menu.maps'), who: facilitators,
    load: async () => (await import('./dialogs/maps-dialog')).MapsDialog, words: [() => import('../../i18n/later/maps')],
  }),
  panel({
    name: 'cleanUp', place: 'workshopLast', symbol: 'remove', title: () => t('menu.cleanUp'), who: facilitators,
    load: async () => (await import('./dialogs/clean-up-dialog')).CleanUpDialog, words: [() => import('../../i18n/later/clean-up')],
  }),
  panel({
    name: 'audit', place: 'workshopLast', symbol: 'list', title: () => t('menu.audit'), who: facilitators,
    load: async () => (await import('./dialogs/audit-dialog')).AuditDialog, words: [() => import('../../i18n/later/audit')],
  }),
  panel({
    name: 'delete', place: 'workshopLast', symbol: 'bin', title: () => t('menu.delete'), who: facilitators, tone: 'warning',
    load: async () => (await import('./dialogs/delete-dialog')).DeleteDialog, words: [() => import('../../i18n/later/delete')],
  }),
  panel({
    name: 'settings', place: 'you', symbol: 'settings', title: () => t('menu.settings'), who: everybody,
    load: async () => (await import('../common/settings-dialog')).SettingsDialog, words: [() => import('../../i18n/later/settings')],
  }),
  panel({
    name: 'return', place: 'you', symbol: 'right', title: () => t('menu.return'), who: everybody,
    load: async () => (await import('./people/return-code-dialog')).ReturnCodeDialog, words: [() => import('../../i18n/later/return-code')],
  }),
  panel({
    name: 'whatHelps', place: 'you', symbol: 'people', title: () => t('menu.help'), who: everybody, keeps: 'words',
    load: async () => (await import('./people/what-helps-dialog')).WhatHelpsDialog, words: [() => import('../../i18n/later/what-helps')],
  }),
  panel({
    name: 'forget', place: 'youLast', symbol: 'forget', title: () => t('menu.forget'), who: everybody,
    load: async () => (await import('./dialogs/forget-dialog')).ForgetDialog, words: [() => import('../../i18n/later/forget')],
  }),
  panel({
    name: 'signs', place: 'nowhere', symbol: 'info', title: () => t('menu.signs'), who: everybody,
    load: async () => (await import('./dialogs/signs-dialog')).SignsDialog, words: [() => import('../../i18n/later/signs')],
  }),
  panel({
    name: 'refused', place: 'nowhere', symbol: 'warning', title: () => t('refusedWords.title'), who: everybody,
    load: async () => (await import('./dialogs/refused-dialog')).RefusedDialog, words: [() => import('../../i18n/later/refused')],
  }),
];

/** The name of a panel. */
export type PanelName = (typeof PANELS)[number]['name'];
