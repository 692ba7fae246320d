/**
 * The join page: what this workshop is, who sees what and until when, and one question: a nickname. Without an
 * invitation it asks for a code. Owns joining and remembering the workshop on this device.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import { at } from '../../config';
import { feature, FeatureView } from '../../ui/feature';
import { dayInWords, t } from '../../i18n/translate';
import { announce } from '../../notice/notice';
import { Disclosure } from '../../ui/disclosure';
import { ErrorSummary, TextArea, TextField, type FieldError } from '../../ui/field';
import { RoleSymbol, roleMeaning, roleWord } from '../../ui/who';
import { ApiError, newCommand, type InviteLook, type Waiting } from '../../workshop/api';
import { isNotFound, useAnswer, wordsForFailure } from '../common/use-answer';
import { CodeForm } from './code-form';
import { enter } from './enter';
import { mistakeInNickname } from '../common/nickname';
import { Page } from '../common/page';
import { device, server } from '../common/services';

const FIELD = 'nickname';
const HELP = 'help';

interface NicknameFormProps {
  readonly invite: InviteLook;
  /** What somebody called themselves who asks again. */
  readonly before: string | undefined;
  readonly onWaiting: (waiting: Waiting) => void;
}

function NicknameForm({ invite, before, onWaiting }: NicknameFormProps) {
  const [typed, setTyped] = useState(before ?? '');
  // The button "Ask again" had the focus and is gone.
  useLayoutEffect(() => {
    if (before !== undefined) document.getElementById(FIELD)?.focus();
  }, [before]);
  const [help, setHelp] = useState('');
  const [error, setError] = useState<FieldError | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  // One command for as long as the form is open: pressing twice, or again after a lost answer, joins once.
  const [command, setCommand] = useState(newCommand);
  const fail = (field: string, message: string) => {
    setError({ field, message });
    setAttempt(attempt + 1);
    setBusy('ready');
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy') return;
    const nickname = typed.trim();
    const mistake = mistakeInNickname(nickname);
    if (mistake !== undefined) {
      fail(FIELD, mistake);
      return;
    }
    setBusy('busy');
    announce(t('join.working'));
    try {
      const joined = await server.join(command, invite.secret, { nickname, device: device.number(), help });
      if (joined.state === 'in') enter(joined);
      else onWaiting(joined);
    } catch (failure) {
      // The first answer got lost and the name was changed since: the server did nothing, so this is a new request.
      if (failure instanceof ApiError && failure.code === 'command_used') setCommand(newCommand());
      fail(failure instanceof ApiError && failure.code.startsWith('help_') ? HELP : '', wordsForFailure(failure));
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary errors={error ? [error] : []} attempt={attempt} />
      <TextField
        id={FIELD}
        label={t('join.nickname.label')}
        hint={t('join.nickname.hint')}
        error={error?.field === FIELD ? error.message : undefined}
        value={typed}
        complete="nickname"
        labelSize="m"
        onInput={setTyped}
      />
      <Disclosure label={t('join.help.open')}>
        <TextArea id={HELP} label={t('join.help.label')} hint={t('join.help.hint')} error={error?.field === HELP ? error.message : undefined} value={help} rows={2} onInput={setHelp} />
      </Disclosure>
      <button type="submit" class="pw-button pw-button--large" aria-disabled={busy === 'busy'}>
        {t('join.button')}
      </button>
    </form>
  );
}

function GoodToKnow() {
  return (
    <section class="pw-know" aria-labelledby="know">
      <h2 id="know">{t('join.know.heading')}</h2>
      <ul class="pw-list">
        <li>{t('join.know.keep')}</li>
        <li>{t('join.know.people')}</li>
        <li>{t('join.know.purpose')}</li>
      </ul>
      <p>
        <a href={at('/privacy')} target="_blank" rel="noopener">
          {t('join.know.more')}
        </a>
      </p>
    </section>
  );
}

/** For somebody who joined before on this device: straight back in, or in as somebody else. */
function JoinedBefore({ invite, onOther }: { readonly invite: InviteLook; readonly onOther: () => void }) {
  const entry = device.entry(invite.workshop);
  if (!entry) return null;
  return (
    <section class="pw-card pw-card--main pw-flow" aria-labelledby="again">
      <h2 id="again">{t('join.again.heading')}</h2>
      <p>{t('join.again.text', { nickname: entry.nickname, role: roleWord(entry.role) })}</p>
      <div class="pw-row">
        <a class="pw-button" href={at(`/w/${entry.workshop}`)}>
          {t('join.again.button')}
        </a>
        <button type="button" class="pw-button pw-button--plain" onClick={onOther}>
          {t('join.again.other')}
        </button>
      </div>
    </section>
  );
}

// Not everybody needs these, so their code comes when it is asked for.
const waitingRoom = feature(() => import('./waiting-room'), () => import('../../i18n/later/waiting-room'), () => import('../../i18n/later/join'));
const deviceCheck = feature(() => import('./device-check'), () => import('../../i18n/later/waiting-room'));

/** For somebody who was here on another device, or whose device has forgotten. */
function HereBefore() {
  return (
    <Disclosure label={t('join.return.open')}>
      <CodeForm label={t('join.return.label')} hint={t('join.return.hint')} button={t('join.return.button')} asks="return" />
    </Disclosure>
  );
}

/** How somebody comes in who holds this invitation. */
function WayIn({ invite }: { readonly invite: InviteLook }) {
  const [as, setAs] = useState<'before' | 'new'>(device.entry(invite.workshop) ? 'before' : 'new');
  const [waiting, setWaiting] = useState(() => device.waiting(invite.workshop));
  const [before, setBefore] = useState<string | undefined>(undefined);
  const wait = (next: Waiting) => {
    device.setWaiting(next.workshop, next);
    setWaiting(next);
  };
  const askAgain = () => {
    setBefore(waiting?.nickname);
    setWaiting(undefined);
  };
  if (waiting) return <FeatureView feature={waitingRoom}>{({ WaitingRoom }) => <WaitingRoom waiting={waiting} onAgain={askAgain} />}</FeatureView>;
  if (as === 'before') return <JoinedBefore invite={invite} onOther={() => setAs('new')} />;
  return (
    <>
      <NicknameForm invite={invite} before={before} onWaiting={wait} />
      <FeatureView feature={deviceCheck}>{({ DeviceReady }) => <DeviceReady />}</FeatureView>
      <HereBefore />
    </>
  );
}

function Invitation({ invite }: { readonly invite: InviteLook }) {
  return (
    <Page title={t('join.title')} heading={invite.title}>
      <div class="pw-flow">
        {invite.challenge !== '' && (
          <p class="pw-lead">
            <span class="pw-hidden">{t('join.challenge')}: </span>
            {invite.challenge}
          </p>
        )}
        <div class="pw-as">
          <RoleSymbol role={invite.role} size={2} />
          <p>
            <span class="pw-soft">{t('join.role')}</span> <strong>{roleWord(invite.role)}</strong>
            <br />
            {roleMeaning(invite.role)}
          </p>
        </div>
        <div class="pw-brief">
          <p>{t('join.know.see')}</p>
          <p>{t('join.know.until', { day: dayInWords(invite.endsOn) })}</p>
        </div>
        <WayIn invite={invite} />
        <GoodToKnow />
      </div>
    </Page>
  );
}

function WithCode() {
  return (
    <Page title={t('join.code.heading')}>
      <div class="pw-flow">
        <CodeForm label={t('join.code.label')} hint={t('join.code.hint')} button={t('join.code.button')} />
        <p class="pw-soft">{t('join.return.same')}</p>
      </div>
    </Page>
  );
}

function NoSuchInvitation() {
  return (
    <Page title={t('join.bad.title')}>
      <div class="pw-flow">
        <p class="pw-lead">{t('join.bad.text')}</p>
        <p>
          <a class="pw-button" href={at('/join')}>
            {t('join.bad.code')}
          </a>
        </p>
      </div>
    </Page>
  );
}

function WithSecret({ secret }: { readonly secret: string }) {
  const [asked, again] = useAnswer(() => server.lookAtInvite({ secret }), secret);
  if (asked.state === 'answered') return <Invitation invite={asked.answer} />;
  if (asked.state === 'failed' && isNotFound(asked.error)) return <NoSuchInvitation />;
  return (
    <Page title={t('join.title')}>
      {asked.state === 'waiting' ? (
        <p class="pw-lead pw-waiting">{t('join.looking')}</p>
      ) : (
        <div class="pw-flow">
          <p class="pw-lead">{wordsForFailure(asked.error)}</p>
          <button type="button" class="pw-button" onClick={again}>
            {t('button.tryAgain')}
          </button>
        </div>
      )}
    </Page>
  );
}

/** The join page for an invitation's secret, or without one. */
export function JoinPage({ secret }: { readonly secret: string }) {
  return secret === '' ? <WithCode /> : <WithSecret key={secret} secret={secret} />;
}
