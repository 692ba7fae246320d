/**
 * The form for a code, on the home page and on the join page: six characters of an invitation lead on to the join page,
 * fifteen of a return code straight back in. Owns what a well-formed code is on screen; the server says what it opens.
 */
import { useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { ApiError, newCommand } from '../../workshop/api';
import { ErrorSummary, TextField, type FieldError } from '../../ui/field';
import { isNotFound, wordsForFailure } from '../common/use-answer';
import { CODE_CHARACTERS, RETURN_CODE_CHARACTERS, tidyCode } from '../invites/code';
import { enter } from './enter';
import { goTo } from '../common/route';
import { device, server } from '../common/services';

const FIELD = 'code';

function wordsFor(error: unknown, code: string): string {
  // Wrong codes of anybody behind the same address hold codes back, and never a link.
  if (error instanceof ApiError && error.code === 'too_many_tries' && code.length === CODE_CHARACTERS) return t('join.code.wait');
  if (!isNotFound(error)) return wordsForFailure(error);
  return code.length === RETURN_CODE_CHARACTERS ? t('join.return.wrong') : t('join.code.wrong');
}

/** Goes where the code leads. */
async function follow(code: string, command: string): Promise<void> {
  if (code.length !== RETURN_CODE_CHARACTERS) {
    goTo(`/join#${(await server.lookAtInvite({ code })).secret}`);
    return;
  }
  const back = await server.comeBack(command, code, device.number());
  if (back.state === 'in') enter(back);
}

/** The words around the one field. */
export interface CodeFormProps {
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  /** Which code is asked for; the other one is taken too. */
  readonly asks?: 'invitation' | 'return';
}

/** Asks for a code and goes on to the workshop's join page. */
export function CodeForm({ label, hint, button, asks = 'invitation' }: CodeFormProps) {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<FieldError | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  // One command for as long as the form is open: pressing again after a lost answer comes back once.
  const [command] = useState(newCommand);
  const fail = (message: string) => {
    setError({ field: FIELD, message });
    setAttempt(attempt + 1);
    setBusy('ready');
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy') return;
    const code = tidyCode(typed);
    if (code.length !== CODE_CHARACTERS && code.length !== RETURN_CODE_CHARACTERS) {
      fail(asks === 'return' ? t('join.return.error') : t('join.code.error'));
      return;
    }
    setBusy('busy');
    try {
      await follow(code, command);
    } catch (failure) {
      fail(wordsFor(failure, code));
    }
  };
  return (
    <form class="pw-code-form" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary errors={error ? [error] : []} attempt={attempt} />
      <TextField id={FIELD} label={label} hint={hint} error={error?.message} value={typed} variant={asks === 'return' ? 'usual' : 'code'} onInput={setTyped} />
      <button type="submit" class="pw-button" aria-disabled={busy === 'busy'}>
        {button}
      </button>
    </form>
  );
}
