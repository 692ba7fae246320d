/** A labelled list to choose one thing from. Owns the markup only. */
import { useId } from 'preact/hooks';

/** A labelled list to choose from. */
export function Select(props: { readonly label: string; readonly value: string; readonly options: readonly { id: string; words: string }[]; onPick(id: string): void }) {
  const id = useId();
  return (
    <div class="nhsuk-form-group">
      <label class="nhsuk-label pw-field__label" for={id}>{props.label}</label>
      <select id={id} class="nhsuk-select pw-select" value={props.value} onChange={(event) => props.onPick(event.currentTarget.value)}>
        {props.options.map((option) => <option value={option.id} key={option.id}>{option.words}</option>)}
      </select>
    </div>
  );
}
