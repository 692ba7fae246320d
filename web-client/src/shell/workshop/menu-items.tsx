/**
 * What is in the workshop's menu: the panels of panels.ts, each in its place, and what the menu does by itself: taking the
 * map away, freezing, going elsewhere. Owns which items whom is offered; the server checks every one of them again. Loaded
 * after the map is seen.
 */
import { editorStateOf } from '../../editor/state/editor-state-of';
import { t } from '../../i18n/translate';
import { announce, announcement, showToast } from '../../notice/notice';
import type { LoadWords } from '../../ui/feature';
import { MenuGroup, MenuItem } from '../../ui/menu';
import { newCommand } from '../../workshop/api';
import type { OpenMap } from '../../workshop/open';
import { goTo } from '../common/route';
import { wordsForFailure } from '../common/use-answer';
import type { MenuPlace } from './common/panel';
import { PANELS, type PanelName } from './panels';
import { saveFile } from './save-file';

/** The words of the menu: its own, and the titles of the panels, which are among each panel's words. */
export const MENU_WORDS: readonly LoadWords[] = [() => import('../../i18n/later/menu'), () => import('../../i18n/later/announcements'), ...PANELS.flatMap((panel) => panel.words)];

interface MenuProps {
  readonly open: OpenMap;
  readonly onPanel: (panel: PanelName) => void;
  readonly onPrint: () => void;
}

function titleOf(open: OpenMap): string {
  return open.workshop.facts.meta.peek()?.title ?? open.workshop.entry.title;
}

async function takeAway(file: Promise<Blob>, name: string): Promise<void> {
  try {
    saveFile(await file, name);
    showToast(t('take.done'));
  } catch (error) {
    showToast(wordsForFailure(error));
  }
}

async function setFrozen(open: OpenMap, frozen: 'frozen' | 'open'): Promise<void> {
  try {
    await open.workshop.api.setFrozen(newCommand(), frozen);
    // While it lasts a banner shows it, in the same words; it may have come first and said them.
    if (frozen === 'open') showToast(t('freeze.undone'));
    else if (announcement.peek()?.text !== t('freeze.done')) announce(t('freeze.done'));
  } catch (error) {
    showToast(wordsForFailure(error));
  }
}

/** The panels that are offered in one place of the menu. */
function Panels({ open, onPanel, place }: Pick<MenuProps, 'open' | 'onPanel'> & { readonly place: MenuPlace }) {
  return (
    <>
      {PANELS.filter((panel) => panel.place === place && panel.who(open)).map(({ name, symbol, title, tone }) => (
        <MenuItem symbol={symbol} tone={tone ?? 'usual'} key={name} onChoose={() => onPanel(name)}>
          {title(open)}
        </MenuItem>
      ))}
    </>
  );
}

function TakeAway({ open, onPrint }: Pick<MenuProps, 'open' | 'onPrint'>) {
  return (
    <MenuGroup title={t('menu.takeAway')}>
      <MenuItem symbol="print" onChoose={onPrint}>
        {t('menu.print')}
      </MenuItem>
      <MenuItem symbol="table" onChoose={() => void takeAway(open.api.stepsCsv(), t('take.csv.file', { title: titleOf(open) }))}>
        {t('menu.csv')}
      </MenuItem>
      <MenuItem symbol="archive" onChoose={() => void takeAway(open.api.archive(), t('take.archive.file', { title: titleOf(open) }))}>
        {t('menu.archive')}
      </MenuItem>
    </MenuGroup>
  );
}

/** Freezing the editing, and letting everybody edit again. */
function Freeze({ open }: Pick<MenuProps, 'open'>) {
  if (open.workshop.me.value.role !== 'facilitator') return null;
  const frozen = open.workshop.facts.meta.value?.frozen === true;
  return (
    <MenuItem symbol={frozen ? 'thaw' : 'freeze'} onChoose={() => void setFrozen(open, frozen ? 'open' : 'frozen')}>
      {frozen ? t('menu.thaw') : t('menu.freeze')}
    </MenuItem>
  );
}

/** The items. */
export function MenuItems({ onPrint, ...props }: MenuProps) {
  const { open } = props;
  return (
    <>
      <Panels {...props} place="first" />
      <TakeAway open={open} onPrint={onPrint} />
      <MenuGroup title={t('menu.agreement')}>
        <MenuItem symbol="toAgree" onChoose={() => editorStateOf(open).openDialog({ name: 'walk' })}>
          {t('walk.title')}
        </MenuItem>
        <MenuItem symbol="agreed" onChoose={() => editorStateOf(open).openDialog({ name: 'agreed' })}>
          {t('summary.title')}
        </MenuItem>
        <Panels {...props} place="agreement" />
      </MenuGroup>
      <MenuGroup title={t('menu.people')}>
        <Panels {...props} place="people" />
      </MenuGroup>
      <MenuGroup title={t('menu.workshop')}>
        <Panels {...props} place="workshop" />
        <Freeze open={open} />
        <Panels {...props} place="workshopLast" />
      </MenuGroup>
      <MenuGroup title={t('menu.you')}>
        <Panels {...props} place="you" />
        <MenuItem symbol="privacy" onChoose={() => goTo(`/w/${open.workshop.entry.workshop}/privacy`)}>
          {t('menu.privacy')}
        </MenuItem>
        <MenuItem symbol="left" onChoose={() => goTo('/')}>
          {t('menu.home')}
        </MenuItem>
        <Panels {...props} place="youLast" />
      </MenuGroup>
    </>
  );
}
