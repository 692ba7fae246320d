/**
 * A day in three fields with plain labels: the same on every device and in every browser, typed without a calendar that one has to
 * learn, and read out as what it is. Owns the fields; what is a mistake, and its words, belong to the page.
 */
import { useState } from 'preact/hooks';
import { t, type PlainKey } from '../i18n/translate';
import { DAY_ORDER, dayFrom, partsOf, type DayParts } from './day-parts';
import { describedBy, ErrorMessage, type FieldProps } from './field';

const LABELS: Record<keyof DayParts, PlainKey> = { day: 'date.day', month: 'date.month', year: 'date.year' };
/** Most figures of each. */
const FIGURES: Record<keyof DayParts, number> = { day: 2, month: 2, year: 4 };

/** The fields. `value` is `YYYY-MM-DD`, or what was typed when that is no day. The first field has the id of the whole. */
export function DateField({ id, label, hint, error, value, onInput, labelSize = 's' }: FieldProps) {
  const [typed, setTyped] = useState(() => partsOf(value));
  // Until somebody else changes the day it stays as it was typed: "5", not "05".
  const parts = dayFrom(typed) === value ? typed : partsOf(value);
  const type = (part: keyof DayParts, text: string) => {
    const now = { ...parts, [part]: text };
    setTyped(now);
    onInput(dayFrom(now));
  };
  return (
    <div class={`nhsuk-form-group${error ? ' nhsuk-form-group--error' : ''}`}>
      <fieldset class="pw-date" aria-describedby={describedBy(id, hint, error)}>
        <legend class={`nhsuk-label nhsuk-label--${labelSize}`}>{label}</legend>
        {hint && <div class="nhsuk-hint" id={`${id}-hint`}>{hint}</div>}
        {error && <ErrorMessage id={`${id}-error`} message={error} />}
        <div class="pw-date__parts">
          {DAY_ORDER.map((part, at) => {
            const own = at === 0 ? id : `${id}-${part}`;
            return (
              <div key={part}>
                <label class="nhsuk-label" for={own}>{t(LABELS[part])}</label>
                <input
                  dir="auto" class={`nhsuk-input pw-input pw-date__part pw-date__part--${part}${error ? ' nhsuk-input--error' : ''}`} id={own} name={own} type="text" inputMode="numeric" autocomplete="off"
                  size={FIGURES[part]} value={parts[part]} aria-invalid={error ? true : undefined} onInput={(event) => type(part, event.currentTarget.value)}
                />
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}
