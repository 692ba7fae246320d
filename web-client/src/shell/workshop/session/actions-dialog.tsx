/** What is to be done after the meeting, at any time. Owns that dialog. */
import { t } from '../../../i18n/translate';
import { Dialog } from '../../../ui/dialog';
import type { PanelProps } from '../common/panel';
import { ActionsList } from './actions-list';

/** The dialog. */
export function ActionsDialog({ open, onClose }: PanelProps) {
  return <Dialog title={t('actions.title')} onClose={onClose}><ActionsList workshop={open.workshop} /></Dialog>;
}
