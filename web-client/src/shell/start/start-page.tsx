/**
 * The page that starts a workshop: one form, then the invitations. Owns the answers while the page is open and sends
 * them once. What is a mistake is in start-form.ts.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/translate';
import { announce } from '../../notice/notice';
import { DateField } from '../../ui/date-field';
import { ErrorSummary, TextArea, TextField, type FieldError } from '../../ui/field';
import { ApiError, newCommand, type NewWorkshop, type ServerConfig, type TemplateInfo } from '../../workshop/api';
import { useAnswer, wordsForFailure } from '../common/use-answer';
import { Page } from '../common/page';
import { server } from '../common/services';
import { StartDone, type StartDoneProps } from './start-done';
import { dayAfter, FROM_FIELD, mistakesIn, USUAL_DAYS, type ArchiveFile, type StartAnswers, type StartFrom, type StartRules } from './start-form';
import { today } from '../common/today';
import { TemplateChoice } from './template-choice';

const BACK = { to: '/', get label() { return t('page.back'); } };

interface StartOptions {
  readonly config: ServerConfig;
  readonly templates: readonly TemplateInfo[];
}

async function fetchStartOptions(): Promise<StartOptions> {
  const [config, templates] = await Promise.all([server.config(), server.templates()]);
  return { config, templates };
}

function firstAnswers(rules: StartRules): StartAnswers {
  const usual = dayAfter(rules.today, USUAL_DAYS);
  return {
    from: undefined,
    archive: undefined,
    title: '',
    challenge: '',
    endsOn: usual < rules.lastDay ? usual : rules.lastDay,
    creationKey: '',
  };
}

function toSend(answers: StartAnswers): NewWorkshop {
  const { from, archive, creationKey } = answers;
  return {
    title: answers.title.trim(),
    challenge: answers.challenge.trim(),
    endsOn: answers.endsOn,
    ...(from?.kind === 'template' ? { template: from.id } : {}),
    ...(from?.kind === 'archive' && archive ? { archive: archive.content } : {}),
    ...(creationKey.trim() === '' ? {} : { creationKey: creationKey.trim() }),
  };
}

function mistakeFrom(failure: unknown): FieldError {
  if (failure instanceof ApiError && failure.status === 403) return { field: 'key', message: t('start.key.wrong') };
  return { field: '', message: wordsForFailure(failure) };
}

interface FormProps {
  readonly options: StartOptions;
  readonly onDone: (done: StartDoneProps) => void;
}

/** The answers, their mistakes, and sending them. */
function useStartForm({ options, onDone }: FormProps) {
  const now = today();
  const rules: StartRules = { today: now, lastDay: dayAfter(now, options.config.retentionDaysMax), creation: options.config.creation };
  const [answers, setAnswers] = useState(() => firstAnswers(rules));
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  const [command, setCommand] = useState(newCommand);
  const show = (mistakes: readonly FieldError[]) => {
    setErrors(mistakes);
    setAttempt(attempt + 1);
    setBusy('ready');
  };
  const change = (part: Partial<StartAnswers>) => setAnswers({ ...answers, ...part });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy') return;
    const mistakes = mistakesIn(answers, rules);
    if (mistakes.length > 0) {
      show(mistakes);
      return;
    }
    setBusy('busy');
    announce(t('start.working'));
    try {
      const created = await server.createWorkshop(command, toSend(answers));
      onDone({ created, title: answers.title.trim(), endsOn: answers.endsOn });
    } catch (failure) {
      // The answer to a refused command is remembered by the server; corrected answers need a command of their own.
      if (failure instanceof ApiError && failure.status >= 400 && failure.status < 500) setCommand(newCommand());
      show([mistakeFrom(failure)]);
    }
  };
  return { answers, rules, errors, attempt, busy, change, submit };
}

function StartForm(props: FormProps) {
  const { answers, rules, errors, attempt, busy, change, submit } = useStartForm(props);
  const mistake = (field: string) => errors.find((error) => error.field === field)?.message;
  const fileRead = (archive: ArchiveFile | undefined) =>
    change({ archive, ...(archive ? { title: answers.title || archive.title, challenge: answers.challenge || archive.challenge } : {}) });
  return (
    <form noValidate class="pw-start" onSubmit={(event) => void submit(event)}>
      <ErrorSummary errors={errors} attempt={attempt} />
      <TextField id="title" label={t('start.name.label')} labelSize="m" hint={t('start.name.hint')} error={mistake('title')} value={answers.title} onInput={(title) => change({ title })} />
      <TextArea id="challenge" label={t('start.challenge.label')} labelSize="m" hint={t('start.challenge.hint')} error={mistake('challenge')} value={answers.challenge} onInput={(challenge) => change({ challenge })} />
      <DateField id="ends" label={t('start.ends.label')} labelSize="m" hint={t('start.ends.hint')} error={mistake('ends')} value={answers.endsOn} onInput={(endsOn) => change({ endsOn })} />
      <TemplateChoice
        templates={props.options.templates}
        from={answers.from}
        archive={answers.archive}
        fromError={mistake(FROM_FIELD)}
        fileError={mistake('file')}
        onChoose={(from: StartFrom) => change({ from })}
        onFile={fileRead}
      />
      {rules.creation === 'key' && (
        <TextField id="key" kind="password" label={t('start.key.label')} labelSize="m" hint={t('start.key.hint')} error={mistake('key')} value={answers.creationKey} onInput={(creationKey) => change({ creationKey })} />
      )}
      <button type="submit" class="pw-button pw-button--large" aria-disabled={busy === 'busy'}>
        {busy === 'busy' ? t('start.working') : t('start.button')}
      </button>
    </form>
  );
}

/** The page: loading, form, then the invitations. */
export function StartPage() {
  const [asked, again] = useAnswer(fetchStartOptions, 'options');
  const [done, setDone] = useState<StartDoneProps | undefined>(undefined);
  // The form was long, and one's own link, shown only now, stands at the top of what takes its place.
  useLayoutEffect(() => {
    if (done) window.scrollTo(0, 0);
  }, [done]);
  if (done) return <StartDone {...done} />;
  return (
    <Page title={t('start.title')} back={BACK}>
      <div class="pw-flow">
        <p class="pw-lead">{t('start.lead')}</p>
        {asked.state === 'waiting' && <p class="pw-waiting">{t('start.from.loading')}</p>}
        {asked.state === 'failed' && (
          <>
            <p>{wordsForFailure(asked.error)}</p>
            <button type="button" class="pw-button" onClick={again}>
              {t('button.tryAgain')}
            </button>
          </>
        )}
        {asked.state === 'answered' && <StartForm options={asked.answer} onDone={setDone} />}
      </div>
    </Page>
  );
}
