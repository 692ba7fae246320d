/**
 * How people meet: one of the eight ways, each with a sentence and, where there is no agenda yet, one to begin with; or words of one's own.
 * Owns the choice; the words themselves belong to the form around it.
 */
import { t } from '../../../i18n/translate';
import { TextField } from '../../../ui/field';
import { totalOf } from '../../../model/agenda/rows';
import { agendaOf, FORMATS, formatWords, type Format } from './formats';

interface FormatChoiceProps {
  readonly format: string;
  /** Whether there is no agenda yet. */
  readonly hasAgenda: boolean;
  readonly onFormat: (format: string) => void;
  readonly onAgenda: (format: Format) => void;
}

/** The way to meet that words name. */
function chosenOf(words: string): Format | undefined {
  const wanted = words.trim().toLowerCase();
  return FORMATS.find((format) => formatWords(format).toLowerCase() === wanted);
}

/** The eight ways, and a field for other words. */
export function FormatChoice({ format, hasAgenda, onFormat, onAgenda }: FormatChoiceProps) {
  const chosen = chosenOf(format);
  return (
    <details class="pw-details pw-formats" open={!hasAgenda}>
      <summary>{format.trim() === '' ? t('format.choose') : t('format.now', { format: format.trim() })}</summary>
      <div class="pw-details__text pw-flow">
        <fieldset class="nhsuk-fieldset">
          <legend class="pw-hidden">{t('format.title')}</legend>
          <div class="pw-formats__list">
            {FORMATS.map((one) => (
              <div class="pw-option" key={one}>
                <label class="pw-option__label">
                  <input type="radio" name="agenda-format" checked={chosen === one} aria-describedby={`format-${one}`} onChange={() => onFormat(formatWords(one))} />
                  <span class="pw-option__name">{formatWords(one)}</span>
                </label>
                <p class="pw-soft" id={`format-${one}`}>{!hasAgenda && <b>{t('format.minutes', { count: totalOf(agendaOf(one)) })}</b>} {t(`format.${one}.text`)}</p>
                {chosen === one && !hasAgenda && <button type="button" class="pw-button" onClick={() => onAgenda(one)}>{t('format.use')}</button>}
              </div>
            ))}
          </div>
        </fieldset>
        <TextField id="agenda-format" label={t('format.own')} value={format} onInput={onFormat} />
      </div>
    </details>
  );
}
