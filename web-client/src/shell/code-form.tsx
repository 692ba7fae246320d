/**
 * The form for a six-character join code, on the home page and on the join page. Owns what a well-formed code is on
 * screen; whether it opens a workshop is the server's answer, which leads on to the join page with its secret.
 */
import { useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import { ErrorSummary, TextField, type FieldError } from '../ui/field';
import { isNotFound, wordsForFailure } from './ask';
import { CODE_CHARACTERS, tidyCode } from './code';
import { goTo } from './route';
import { server } from './services';

const FIELD = 'code';

function wordsFor(error: unknown): string {
  return isNotFound(error) ? t('join.code.wrong') : wordsForFailure(error);
}

/** The words around the one field. */
export interface CodeFormProps {
  readonly label: string;
  readonly hint: string;
  readonly button: string;
}

/** Asks for a code and goes on to the workshop's join page. */
export function CodeForm({ label, hint, button }: CodeFormProps) {
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<FieldError | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  const fail = (message: string) => {
    setError({ field: FIELD, message });
    setAttempt(attempt + 1);
    setBusy('ready');
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy') return;
    const code = tidyCode(typed);
    if (code.length !== CODE_CHARACTERS) {
      fail(t('join.code.error'));
      return;
    }
    setBusy('busy');
    try {
      const found = await server.lookAtInvite({ code });
      goTo(`/join#${found.secret}`);
    } catch (failure) {
      fail(wordsFor(failure));
    }
  };
  return (
    <form class="pw-code-form" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary errors={error ? [error] : []} attempt={attempt} />
      <TextField id={FIELD} label={label} hint={hint} error={error?.message} value={typed} looks="code" onInput={setTyped} />
      <button type="submit" class="pw-button" aria-disabled={busy === 'busy'}>
        {button}
      </button>
    </form>
  );
}
