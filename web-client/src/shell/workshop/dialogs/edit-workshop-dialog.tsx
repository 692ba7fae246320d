/**
 * Changing what a workshop is called, its shared challenge and its last day. Owns that form while it is open and sends what
 * was changed; what is typed, contested or wrong is edit-workshop.ts.
 */
import { useEffect, useState } from 'preact/hooks';
import { dayInWords, t } from '../../../i18n/translate';
import { announce, showToast } from '../../../notice/notice';
import { DateField } from '../../../ui/date-field';
import { Dialog } from '../../../ui/dialog';
import { ErrorSummary, TextArea, TextField, type FieldError } from '../../../ui/field';
import { newCommand } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { server } from '../../common/services';
import { today } from '../../common/today';
import { useAnswer } from '../../common/use-answer';
import { dayAfter, type DayRules } from '../../start/start-form';
import type { PanelProps } from '../common/panel';
import { changesIn, FIELDS, idOf, isContested, keptMine, letGo, mistakeFrom, mistakesInDraft, textIn, typedInto, type Draft, type Field, type Now } from './edit-workshop';

/** The days that an end date may have; how far ahead is known once the server has said. */
function useDayRules(): DayRules {
  const [asked] = useAnswer(() => server.config(), 'config');
  const now = today();
  return { today: now, lastDay: asked.state === 'answered' ? dayAfter(now, asked.answer.retentionDaysMax) : undefined };
}

/** Which of two texts stays: what I typed, or what the workshop says by now. */
type Choice = 'mine' | 'theirs';

interface FormProps {
  readonly workshop: OpenWorkshop;
  readonly now: Now;
  readonly onClose: () => void;
}

/** What was typed, its mistakes, and sending it. */
function useEditForm({ workshop, now, onClose }: FormProps) {
  const days = useDayRules();
  const [draft, setDraft] = useState<Draft>({});
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  const show = (mistakes: readonly FieldError[]) => {
    setErrors(mistakes);
    setAttempt((before) => before + 1);
  };
  const done = (words: string) => {
    onClose();
    showToast(words);
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy') return;
    const mistakes = mistakesInDraft(draft, now, days);
    if (mistakes.length > 0) return show(mistakes);
    const changes = changesIn(draft, now);
    if (Object.keys(changes).length === 0) return done(t('editWorkshop.same'));
    setBusy('busy');
    setErrors([]);
    try {
      await workshop.api.edit(newCommand(), changes);
      done(t('editWorkshop.saved'));
    } catch (failure) {
      setBusy('ready');
      show([mistakeFrom(failure, changes, days)]);
    }
  };
  const type = (field: Field, text: string) => setDraft(typedInto(draft, field, text, now));
  const choose = (field: Field, which: Choice) => {
    setDraft(which === 'mine' ? keptMine(draft, field, now) : letGo(draft, field));
    setErrors(errors.filter((error) => error.field !== idOf(field)));
  };
  return { draft, errors, attempt, busy, submit, type, choose };
}

interface MeanwhileProps {
  readonly field: Field;
  readonly label: string;
  readonly value: string;
  readonly onChoose: (which: Choice) => void;
}

/** What a field says by now that I was writing in, and the choice between the two. */
function Meanwhile({ field, label, value, onChoose }: MeanwhileProps) {
  const said = field === 'endsOn' ? dayInWords(value) : value;
  const shown = said === '' ? t('editWorkshop.now.empty') : said;
  useEffect(() => announce(`${t(`editWorkshop.${field}.now`)} ${shown}`), [field, shown]);
  const choose = (which: Choice) => {
    onChoose(which);
    // The button that was pressed goes away.
    document.getElementById(idOf(field))?.focus();
  };
  return (
    <div class="pw-note pw-note--warm">
      <p>{t(`editWorkshop.${field}.now`)}</p>
      <blockquote class="pw-half__view">{shown}</blockquote>
      <div class="pw-row">
        {(['mine', 'theirs'] satisfies Choice[]).map((which) => (
          <button type="button" class="pw-button pw-button--plain" key={which} aria-label={`${t(`editWorkshop.now.${which}`)}: ${label}`} onClick={() => choose(which)}>
            {t(`editWorkshop.now.${which}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

const LABELS = { title: 'start.name.label', challenge: 'start.challenge.label', endsOn: 'start.ends.label' } as const;

function EditForm(props: FormProps) {
  const { now, onClose } = props;
  const { draft, errors, attempt, busy, submit, type, choose } = useEditForm(props);
  const shared = (field: Field) => ({
    id: idOf(field),
    label: t(LABELS[field]),
    value: textIn(draft, field, now),
    error: errors.find((error) => error.field === idOf(field))?.message,
    onInput: (text: string) => type(field, text),
  });
  const controls = {
    title: <TextField {...shared('title')} />,
    challenge: <TextArea {...shared('challenge')} hint={t('start.challenge.hint')} />,
    endsOn: <DateField {...shared('endsOn')} hint={t('start.ends.hint')} />,
  };
  return (
    <form class="pw-flow" noValidate onSubmit={(event) => void submit(event)}>
      {props.workshop.me.value.role !== 'facilitator' && <p class="pw-note pw-note--warm" role="status">{t('editWorkshop.notYours')}</p>}
      <ErrorSummary errors={errors} attempt={attempt} />
      {FIELDS.map((field) => (
        <div class="pw-noted-field" key={field}>
          {controls[field]}
          {isContested(draft, field, now) && <Meanwhile field={field} label={t(LABELS[field])} value={now[field]} onChoose={(which) => choose(field, which)} />}
        </div>
      ))}
      <div class="pw-row pw-dialog__actions">
        <button type="submit" class="pw-button" aria-disabled={busy === 'busy'}>
          {busy === 'busy' ? t('editWorkshop.saving') : t('editWorkshop.save')}
        </button>
        <button type="button" class="pw-button pw-button--plain" onClick={onClose}>
          {t('button.cancel')}
        </button>
      </div>
    </form>
  );
}

/** Name, shared challenge and end date, to be changed. */
export function EditWorkshopDialog({ open, onClose }: PanelProps) {
  const { workshop } = open;
  const now = workshop.facts.meta.value;
  return (
    <Dialog title={t('menu.editWorkshop')} onClose={onClose}>
      {now ? <EditForm workshop={workshop} now={now} onClose={onClose} /> : <p class="pw-waiting">{t('workshop.opening')}</p>}
    </Dialog>
  );
}
