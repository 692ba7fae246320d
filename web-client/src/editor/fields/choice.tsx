/**
 * One choice out of a few, each with a symbol and a word: who provides a step, who does it, whose knowledge it is.
 * Native radio buttons, drawn as large chips, so that every way of using a page works.
 *
 * Owns the look of a choice; knows nothing of the map.
 */
import { useId } from 'preact/hooks';
import { Symbol } from '../../styles/symbol';
import type { Tag } from '../words/part-words';

/** One thing to choose. */
export interface Option<Value extends string> extends Tag {
  readonly value: Value;
}

/** What a choice needs. */
export interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly disabled: boolean;
  onChoose(value: Value): void;
}

/** A set of chips of which one is chosen. */
export function Choice<Value extends string>({ legend, options, value, disabled, onChoose }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset class="pw-chips" disabled={disabled}>
      <legend class="pw-chips__legend">{legend}</legend>
      <div class="pw-chips__options">
        {options.map((option) => (
          <label class="pw-chips__option" key={option.value}>
            <input
              type="radio"
              class="pw-chips__input"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            <span class="pw-chips__chip">
              <Symbol name={option.symbol} size={1.125} />
              <span>{option.word}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
