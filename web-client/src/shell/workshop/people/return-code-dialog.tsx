/**
 * My own return code: made when I ask for it, shown once, to come back with as the same person. Owns the dialog; the server
 * keeps no more than a hash of the code.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { CopyButton } from '../../../ui/copy-button';
import { Dialog } from '../../../ui/dialog';
import { newCommand } from '../../../workshop/api';
import { wordsForFailure } from '../../common/use-answer';
import type { PanelProps } from '../common/panel';

/** Makes the code and shows it. */
export function ReturnCodeDialog({ open, onClose }: PanelProps) {
  const [code, setCode] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [command] = useState(newCommand);
  const make = async () => {
    try {
      setFailure(undefined);
      setCode(await open.workshop.api.returnCode(command));
    } catch (error) {
      setFailure(wordsForFailure(error));
    }
  };
  return (
    <Dialog title={t('return.title')} onClose={onClose}>
      <p>{t('return.text')}</p>
      {code === undefined ? (
        <>
          <p>{t('return.replaces')}</p>
          <button type="button" class="pw-button" onClick={() => void make()}>
            {t('return.make')}
          </button>
        </>
      ) : (
        <div class="pw-flow" role="status">
          <p>{t('return.made')}</p>
          <div class="pw-copyline">
            <strong class="pw-return-code">{code}</strong>
            <CopyButton text={code} name={t('return.copy')} done={t('return.copied')} />
          </div>
          <p>{t('return.keep')}</p>
          <p>{t('return.how', { address: `${location.host}/join` })}</p>
        </div>
      )}
      {failure !== undefined && (
        <p class="nhsuk-error-message" role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  );
}
