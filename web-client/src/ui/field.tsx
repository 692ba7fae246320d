/**
 * Form fields as nhsuk-frontend draws them: label, hint, error and control, joined for assistive technology, and the
 * error summary that takes focus. Owns the markup; what is an error, and its words, belong to the page.
 */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/translate';
import { NotePlace } from './note-place';

/** One mistake: the id of its field and what to do about it. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What every field has. */
export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly labelSize?: 's' | 'm' | 'l';
}

/** What a single-line field may have besides. */
export interface TextFieldProps extends FieldProps {
  readonly kind?: 'text' | 'password';
  readonly variant?: 'usual' | 'code';
  readonly complete?: string;
}

/** The ids of what is said about a field. */
export function describedBy(id: string, hint: string | undefined, error: string | undefined): string | undefined {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return ids === '' ? undefined : ids;
}

/** Label, hint and error around a control. */
function FieldFrame(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly labelSize?: string;
  readonly children: ComponentChildren;
}) {
  const { id, label, hint, error, labelSize = 's', children } = props;
  return (
    <div class={`nhsuk-form-group${error ? ' nhsuk-form-group--error' : ''}`}>
      <label class={`nhsuk-label nhsuk-label--${labelSize}`} for={id}>
        {label}
      </label>
      {hint && (
        <div class="nhsuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && <ErrorMessage id={`${id}-error`} message={error} />}
      {children}
    </div>
  );
}

/** The words of a mistake beside its field. */
export function ErrorMessage({ id, message }: { readonly id: string; readonly message: string }) {
  return (
    <span class="nhsuk-error-message" id={id}>
      <span class="pw-hidden">{t('error.prefix')} </span>
      {message}
    </span>
  );
}

/** A field of one line. */
export function TextField(props: TextFieldProps) {
  const { id, hint, error, value, onInput, kind = 'text', variant = 'usual', complete } = props;
  const isCode = variant === 'code';
  return (
    <FieldFrame {...props}>
      <input
        dir="auto"
        class={`nhsuk-input pw-input pw-input--${variant}${error ? ' nhsuk-input--error' : ''}`}
        id={id}
        name={id}
        // The element's types list each kind apart; ours share everything that is used here.
        type={kind as 'text'}
        value={value}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        autocomplete={complete ?? 'off'}
        autocapitalize={isCode ? 'characters' : undefined}
        spellcheck={isCode ? false : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <NotePlace />
    </FieldFrame>
  );
}

/** A field of several lines. */
export function TextArea(props: FieldProps & { readonly rows?: number }) {
  const { id, hint, error, value, onInput, rows = 3 } = props;
  return (
    <FieldFrame {...props}>
      <textarea
        dir="auto"
        class={`nhsuk-textarea pw-input${error ? ' nhsuk-textarea--error' : ''}`}
        id={id}
        name={id}
        rows={rows}
        value={value}
        aria-describedby={describedBy(id, hint, error)}
        aria-invalid={error ? true : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <NotePlace />
    </FieldFrame>
  );
}

/** One choice of several. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** Radios in a row or a column, for short choices. */
export function Choices<Value extends string>(props: {
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}) {
  return (
    <fieldset class="pw-choices">
      <legend>{props.legend}</legend>
      <div class="pw-choices__items">
        {props.choices.map((choice) => (
          <label class="pw-choice" key={choice.value}>
            <input
              type="radio"
              name={props.name}
              value={choice.value}
              checked={choice.value === props.value}
              onChange={() => props.onChoose(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function goToField(event: MouseEvent, field: string): void {
  event.preventDefault();
  document.getElementById(field)?.focus();
}

/** All mistakes of a form, at its top; takes focus each time `attempt` grows. */
export function ErrorSummary({ errors, attempt }: { readonly errors: readonly FieldError[]; readonly attempt: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (errors.length === 0) return null;
  return (
    <div class="nhsuk-error-summary" ref={box} role="alert" tabIndex={-1} aria-labelledby="error-summary-title">
      <h2 class="nhsuk-error-summary__heading" id="error-summary-title">
        {t('error.summary')}
      </h2>
      <ul class="nhsuk-error-summary__list">
        {errors.map((error) => (
          <li key={error.field}>
            {error.field === '' ? (
              error.message
            ) : (
              <a href={`#${error.field}`} onClick={(event) => goToField(event, error.field)}>
                {error.message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
