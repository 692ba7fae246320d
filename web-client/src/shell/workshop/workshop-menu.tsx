/**
 * The button of the workshop's menu. Owns the button and where the code of the menu is cut from the first load; what is in the
 * menu is menu-items.tsx.
 */
import { t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { feature, FeatureView, loadWords } from '../../ui/feature';
import { Menu } from '../../ui/menu';
import type { OpenMap } from '../../workshop/open';
import type { PanelName } from './panels';

interface MenuProps {
  readonly open: OpenMap;
  readonly onPanel: (panel: PanelName) => void;
  /** Opens the panel that runs the session. */
  readonly onRun: () => void;
  /** Opens the panel of shared ideas. */
  readonly onIdeas: () => void;
  readonly onPrint: () => void;
}

/** What is in the menu, with the words of every panel that it names. */
export const menuItems = feature(async () => {
  const module = await import('./menu-items');
  await loadWords(module.MENU_WORDS);
  return module;
});

/** The menu button and what opens under it. */
export function WorkshopMenu(props: MenuProps) {
  const unread = props.open.talk.unread.value;
  return (
    <Menu
      label={
        <>
          <Symbol name="menu" />
          <span class="pw-menu-word">{t('workshop.menu')}</span>
          {unread > 0 && <span class="pw-menu-new"><span class="pw-new">{unread}</span><span class="pw-hidden">{t('talk.unread')}</span></span>}
        </>
      }
    >
      <FeatureView feature={menuItems}>{({ MenuItems }) => <MenuItems {...props} />}</FeatureView>
    </Menu>
  );
}
