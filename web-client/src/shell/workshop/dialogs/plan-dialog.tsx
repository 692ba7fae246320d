/**
 * Changing the questions for the group and the facts with their source. Owns that form while it is open and sends what was changed; the
 * agenda is written in ../agenda/. The server checks again.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { TextArea } from '../../../ui/field';
import { newCommand } from '../../../workshop/api';
import { Confirm } from '../../common/confirm';
import type { PanelProps } from '../common/panel';
import { usePrepared, type Prepared } from '../common/prepared';

/** What was typed; a field that was not touched follows the workshop. */
interface Draft {
  readonly discuss?: string;
  readonly facts?: string;
}

/** One line each, without empty ones. */
function linesIn(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** What is to be sent: only what was touched. */
function changesIn({ discuss, facts }: Draft) {
  return { ...(discuss === undefined ? {} : { discuss: linesIn(discuss) }), ...(facts === undefined ? {} : { facts: linesIn(facts) }) };
}

/** What others changed meanwhile in a field that I touched. */
function isStale(draft: Draft, was: Prepared, now: Prepared): boolean {
  return (['discuss', 'facts'] as const).some((field) => draft[field] !== undefined && JSON.stringify(was[field]) !== JSON.stringify(now[field]));
}

/** The form. */
export function PlanDialog({ open, onClose }: PanelProps) {
  const now = usePrepared(open.workshop);
  const [draft, setDraft] = useState<Draft>({});
  // As it was when the first field was touched.
  const [was, setWas] = useState<Prepared | undefined>(undefined);
  const type = (change: Draft) => {
    setWas((before) => before ?? now);
    setDraft({ ...draft, ...change });
  };
  const save = async () => {
    const changes = changesIn(draft);
    if (Object.keys(changes).length > 0) await open.workshop.api.plan(newCommand(), changes);
    showToast(t('plan.saved'));
    return 'done' as const;
  };
  return (
    <Confirm title={t('menu.plan')} button={t('plan.save')} tone="usual" onConfirm={save} onClose={onClose}>
      {was && isStale(draft, was, now) && <p class="pw-note pw-note--warm" role="status">{t('plan.meanwhile')}</p>}
      <TextArea id="plan-discuss" label={t('about.discuss')} hint={t('plan.lines')} rows={4} value={draft.discuss ?? now.discuss.join('\n')} onInput={(discuss) => type({ discuss })} />
      <TextArea id="plan-facts" label={t('about.facts')} hint={t('plan.facts.hint')} rows={4} value={draft.facts ?? now.facts.join('\n')} onInput={(facts) => type({ facts })} />
    </Confirm>
  );
}
