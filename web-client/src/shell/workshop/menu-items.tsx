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
import { choosePaper } from '../../print/paper-size';
import type { OpenMap } from '../../workshop/open';
import { goTo } from '../common/route';
import { wordsForFailure } from '../common/use-answer';
import { titleWithMap } from './common/map-names';
import type { MenuPlace } from './common/panel';
import { PANELS, type PanelName } from './panels';
import { bringBack, putAwayIn } from './put-away';
import { saveFile } from './save-file';
import { redoAndSay, redoLabel, undoAndSay, undoLabel } from './undo-words';

/** The words of the menu: its own, and the titles of the panels, which are among each panel's words. */
export const MENU_WORDS: readonly LoadWords[] = [() => import('../../i18n/later/run'), () => import('../../i18n/later/menu'), () => import('../../i18n/later/announcements'), ...PANELS.flatMap((panel) => panel.words)];

interface MenuProps {
  readonly open: OpenMap;
  readonly onPanel: (panel: PanelName) => void;
  /** Opens the panel that runs the session. */
  readonly onRun: () => void;
  /** Opens the panel of shared ideas. */
  readonly onIdeas: () => void;
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
      {(['a4', 'a3'] as const).map((size) => (
        <MenuItem
          symbol="print"
          key={size}
          onChoose={() => {
            choosePaper(size);
            onPrint();
          }}
        >
          {t(size === 'a4' ? 'menu.print' : 'menu.printA3')}
        </MenuItem>
      ))}
      <MenuItem symbol="table" onChoose={() => void takeAway(open.api.stepsCsv(), t('take.csv.file', { title: titleWithMap(open) }))}>
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

/** The map itself: what has no room in a narrow header, what was removed, and its keys. */
function ThisMap({ open, onPanel }: Pick<MenuProps, 'open' | 'onPanel'>) {
  const editor = editorStateOf(open);
  const away = putAwayIn(open).value.size;
  const [undo, redo] = [open.undo.canUndo.value, open.undo.canRedo.value];
  return (
    <MenuGroup title={t('menu.map')}>
      <MenuItem symbol="find" onChoose={() => editor.openDialog({ name: 'find' })}>{t('menu.find')}</MenuItem>
      {away > 0 && <MenuItem symbol="warning" onChoose={() => bringBack(open)}>{t('menu.bringBack', { count: away })}</MenuItem>}
      {undo && <MenuItem symbol="undo" onChoose={() => undoAndSay(open.undo)}>{undoLabel(undo)}</MenuItem>}
      {redo && <MenuItem symbol="redo" onChoose={() => redoAndSay(open.undo)}>{redoLabel(redo)}</MenuItem>}
      <MenuItem symbol="bin" onChoose={() => editor.showTray('removed')}>{t('menu.removed', { count: open.map.removed.value.length })}</MenuItem>
      <MenuItem symbol="info" onChoose={() => onPanel('signs')}>{t('menu.signs')}</MenuItem>
      <MenuItem symbol="info" onChoose={() => editor.openDialog({ name: 'keys' })}>{t('menu.keys')}</MenuItem>
    </MenuGroup>
  );
}

/** The items. */
export function MenuItems({ onPrint, ...props }: MenuProps) {
  const { open } = props;
  return (
    <>
      {open.workshop.me.value.role === 'facilitator' && <MenuItem symbol="right" onChoose={props.onRun}>{t('run.title')}</MenuItem>}
      <MenuItem symbol="sharedIdea" onChoose={props.onIdeas}>{t('menu.ideas')}</MenuItem>
      <Panels {...props} place="first" />
      <ThisMap open={open} onPanel={props.onPanel} />
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
        <MenuItem symbol="people" onChoose={() => goTo(`/w/${open.workshop.entry.workshop}/accessibility`)}>
          {t('page.accessibility')}
        </MenuItem>
        <MenuItem symbol="left" onChoose={() => goTo('/')}>
          {t('menu.home')}
        </MenuItem>
        <Panels {...props} place="youLast" />
      </MenuGroup>
    </>
  );
}
