/**
 * What a workshop is: its title, shared challenge, end date, my own role, the agenda, questions and facts. Owns that dialog.
 */
import { dayInWords, t } from '../../../i18n/translate';
import { Dialog } from '../../../ui/dialog';
import { RoleTag } from '../../../ui/who';
import type { PanelProps } from '../common/panel';
import { usePrepared } from '../common/prepared';

/** Lines under a heading; nothing where there are none. */
function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="pw-lines">
        {lines.map((line) => <li dir="auto" key={line}>{line}</li>)}
      </ul>
    </section>
  );
}

/** Title, shared challenge, end date, my own role, agenda. */
export function AboutDialog({ open, onClose }: PanelProps) {
  const meta = open.workshop.facts.meta.value;
  const { agenda, format, discuss, facts } = usePrepared(open.workshop);
  const endsOn = meta?.endsOn ?? open.workshop.entry.endsOn;
  return (
    <Dialog title={t('about.title')} onClose={onClose}>
      <dl class="pw-pairs">
        {meta && meta.challenge !== '' && (
          <div>
            <dt>{t('about.challenge')}</dt>
            <dd>{meta.challenge}</dd>
          </div>
        )}
        {format !== '' && (
          <div>
            <dt>{t('about.format')}</dt>
            <dd dir="auto">{format}</dd>
          </div>
        )}
        <div>
          <dt>{t('about.ends')}</dt>
          <dd>{t('about.ends.then', { day: dayInWords(endsOn) })}</dd>
        </div>
        <div>
          <dt>{t('about.you')}</dt>
          <dd class="pw-row">
            {open.workshop.me.value.nickname} <RoleTag role={open.workshop.me.value.role} />
          </dd>
        </div>
      </dl>
      {agenda.length > 0 && (
        <section>
          <h3>{t('about.agenda')}</h3>
          <ol class="pw-agenda">
            {agenda.map((item, index) => (
              <li key={index}>
                <span>{item.title}</span> <span class="pw-soft">{t('about.minutes', { count: item.min })}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      <Lines title={t('about.discuss')} lines={discuss} />
      <Lines title={t('about.facts')} lines={facts} />
      <p class="pw-soft">{t('product.notice')}</p>
    </Dialog>
  );
}
