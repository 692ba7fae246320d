/**
 * The workshop's menu: take it away, people, this workshop, for you. Owns which items whom is offered; the server checks
 * every one of them again.
 */
import { editorStateOf } from '../../editor/state/editor-state-of';
import { t } from '../../i18n/translate';
import { announce, showToast } from '../../notice/notice';
import { Symbol } from '../../styles/symbol';
import { Menu, MenuGroup, MenuItem } from '../../ui/menu';
import { newCommand } from '../../workshop/api';
import type { OpenMap } from '../../workshop/open';
import { wordsForFailure } from '../common/use-answer';
import { goTo } from '../common/route';
import { saveFile } from './save-file';

/** The dialogs that the menu opens. */
export type WorkshopDialog = 'about' | 'pairs' | 'contributions' | 'invite' | 'people' | 'return' | 'audit' | 'talk' | 'settings' | 'forget' | 'delete' | 'refused';

interface MenuProps {
  readonly open: OpenMap;
  readonly onDialog: (dialog: WorkshopDialog) => void;
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
    // While it lasts a banner shows it, in the same words.
    if (frozen === 'frozen') announce(t('freeze.done'));
    else showToast(t('freeze.undone'));
  } catch (error) {
    showToast(wordsForFailure(error));
  }
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

function ThisWorkshop({ open, onDialog }: Pick<MenuProps, 'open' | 'onDialog'>) {
  const isFacilitator = open.workshop.me.value.role === 'facilitator';
  const frozen = open.workshop.facts.meta.value?.frozen === true;
  return (
    <MenuGroup title={t('menu.workshop')}>
      <MenuItem symbol="info" onChoose={() => onDialog('about')}>
        {t('menu.about')}
      </MenuItem>
      {isFacilitator && (
        <MenuItem symbol={frozen ? 'thaw' : 'freeze'} onChoose={() => void setFrozen(open, frozen ? 'open' : 'frozen')}>
          {frozen ? t('menu.thaw') : t('menu.freeze')}
        </MenuItem>
      )}
      {isFacilitator && (
        <MenuItem symbol="list" onChoose={() => onDialog('audit')}>
          {t('menu.audit')}
        </MenuItem>
      )}
      {isFacilitator && (
        <MenuItem symbol="bin" tone="warning" onChoose={() => onDialog('delete')}>
          {t('menu.delete')}
        </MenuItem>
      )}
    </MenuGroup>
  );
}

/** The menu button and what opens under it. */
export function WorkshopMenu({ open, onDialog, onPrint }: MenuProps) {
  return (
    <Menu
      label={
        <>
          <Symbol name="menu" />
          <span>{t('workshop.menu')}</span>
          {open.talk.unread.value > 0 && <span class="pw-menu-new"><span class="pw-new">{open.talk.unread.value}</span><span class="pw-hidden">{t('talk.unread')}</span></span>}
        </>
      }
    >
      <MenuItem symbol="comment" onChoose={() => onDialog('talk')}>
        {open.talk.unread.value > 0 ? t('talk.all.new', { count: open.talk.unread.value }) : t('talk.all')}
      </MenuItem>
      <TakeAway open={open} onPrint={onPrint} />
      <MenuGroup title={t('menu.agreement')}>
        <MenuItem symbol="toAgree" onChoose={() => editorStateOf(open).openDialog({ name: 'walk' })}>
          {t('walk.title')}
        </MenuItem>
        <MenuItem symbol="agreed" onChoose={() => editorStateOf(open).openDialog({ name: 'agreed' })}>
          {t('summary.title')}
        </MenuItem>
        <MenuItem symbol="both" onChoose={() => onDialog('pairs')}>
          {t('menu.pairs')}
        </MenuItem>
        <MenuItem symbol="edit" onChoose={() => onDialog('contributions')}>
          {t('menu.contributions')}
        </MenuItem>
      </MenuGroup>
      <MenuGroup title={t('menu.people')}>
        <MenuItem symbol="people" onChoose={() => onDialog('people')}>
          {t('menu.everyone')}
        </MenuItem>
        {open.workshop.me.value.role === 'facilitator' && (
          <MenuItem symbol="invite" onChoose={() => onDialog('invite')}>
            {t('menu.invite')}
          </MenuItem>
        )}
      </MenuGroup>
      <ThisWorkshop open={open} onDialog={onDialog} />
      <MenuGroup title={t('menu.you')}>
        <MenuItem symbol="settings" onChoose={() => onDialog('settings')}>
          {t('menu.settings')}
        </MenuItem>
        <MenuItem symbol="right" onChoose={() => onDialog('return')}>
          {t('menu.return')}
        </MenuItem>
        <MenuItem symbol="privacy" onChoose={() => goTo(`/w/${open.workshop.entry.workshop}/privacy`)}>
          {t('menu.privacy')}
        </MenuItem>
        <MenuItem symbol="left" onChoose={() => goTo('/')}>
          {t('menu.home')}
        </MenuItem>
        <MenuItem symbol="forget" onChoose={() => onDialog('forget')}>
          {t('menu.forget')}
        </MenuItem>
      </MenuGroup>
    </Menu>
  );
}
