/**
 * Choosing one of many parts: a field that narrows them by their words, the parts to choose from, and the buttons. Owns
 * this form; which parts there are, and what choosing means, is its caller's.
 */
import { useId, useState } from 'preact/hooks';
import { folded } from '../../i18n/folded';
import { t } from '../../i18n/translate';

/** Most parts offered at once; finding by words narrows them. */
export const PICKER_OPTIONS_MAX = 60;

/** A part that may be chosen. */
export interface PickerOption {
  readonly id: string;
  readonly title: string;
  /** More about it: where it stands, how far it is. */
  readonly where: string;
}

/** Whether a text holds all the words looked for; case and marks on letters make no difference. */
export function holdsWords(text: string, find: string): boolean {
  const known = folded(text);
  return folded(find).split(/\s+/).filter(Boolean).every((word) => known.includes(word));
}

/** What the form says and does. */
export interface PartPickerProps {
  /** What fits the words looked for. */
  readonly offered: (find: string) => readonly PickerOption[];
  readonly words: { readonly find: string; readonly choose: string; readonly none: string; readonly done: string };
  /** Whether what was chosen is being done. */
  readonly busy?: boolean;
  onChoose(id: string): void;
  onClose(): void;
}

/** The form. */
export function PartPicker({ offered, words, busy = false, onChoose, onClose }: PartPickerProps) {
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState('');
  const id = useId();
  const offers = offered(find);
  const choice = offers.some((offer) => offer.id === chosen) ? chosen : '';
  const only = offers.length === 1 ? offers[0]?.id : undefined;
  /** Enter in the field is the button; what is the only match need not be chosen first. */
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    const wanted = choice || only;
    if (wanted && !busy) onChoose(wanted);
  };
  return (
    <>
      <div class="nhsuk-form-group">
        <label class="nhsuk-label pw-field__label" for={id}>{words.find}</label>
        <input id={id} dir="auto" class="nhsuk-input pw-input" type="search" data-autofocus autocomplete="off" value={find} onInput={(event) => setFind(event.currentTarget.value)} onKeyDown={pressed} />
      </div>
      <fieldset class="pw-chips pw-offers">
        <legend class="pw-chips__legend">{words.choose}</legend>
        {offers.length === 0 && <p class="pw-soft" role="status">{words.none}</p>}
        <div class="pw-offers__list">
          {offers.map((offer) => (
            <div class="pw-offers__item" key={offer.id}>
              <input type="radio" id={`${id}-${offer.id}`} name={`${id}-to`} value={offer.id} checked={offer.id === choice} onChange={() => setChosen(offer.id)} />
              <label for={`${id}-${offer.id}`}>
                {offer.title}
                <span class="pw-offers__where">{offer.where}</span>
              </label>
            </div>
          ))}
        </div>
      </fieldset>
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" onClick={() => { if (choice !== '' && !busy) onChoose(choice); }} disabled={choice === ''} aria-disabled={busy ? 'true' : undefined}>{words.done}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </>
  );
}
