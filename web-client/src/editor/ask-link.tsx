/**
 * "Leads to…": the way to link a step to another by finding it by its words, without drawing an arrow.
 *
 * Owns the form; the write goes through actions.ts.
 */
import { useId, useState } from 'preact/hooks';
import { t } from '../i18n/translate';
import { cellKey } from '../model/placement';
import type { MapModel } from '../model/map';
import { link } from './actions';
import type { Desk } from './desk';
import { partName, stepName, whereWords } from './words';
import { Dialog } from '../ui/dialog';

/** Most steps offered at once; finding by words narrows them. */
export const OFFERED_STEPS_MAX = 60;

/** A step that may be linked to. */
interface Offer {
  readonly id: string;
  readonly title: string;
  readonly where: string;
}

/** Steps in reading order that hold all the words looked for, without those linked already. */
export function offeredSteps(map: MapModel, from: string, find: string): Offer[] {
  const taken = new Set([from, ...map.linksFrom(from).value.map((other) => other.to)]);
  const words = find.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const offers: Offer[] = [];
  for (const stage of map.stages.value) {
    const name = partName(map, { kind: 'stage', id: stage.id });
    for (const lane of map.lanes.value) {
      for (const id of map.cells.value.get(cellKey(stage.id, lane.id)) ?? []) {
        if (taken.has(id)) continue;
        const title = stepName(map, id);
        const text = `${title} ${name}`.toLocaleLowerCase();
        const step = map.step(id).value;
        if (!step || !words.every((word) => text.includes(word))) continue;
        offers.push({ id, title, where: whereWords(map, step) });
        if (offers.length >= OFFERED_STEPS_MAX) return offers;
      }
    }
  }
  return offers;
}

/** Asks which step comes after. */
export function AskLink({ desk, step, onClose }: { readonly desk: Desk; readonly step: string; onClose(): void }) {
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState('');
  const id = useId();
  const offers = offeredSteps(desk.map, step, find);
  const to = offers.some((offer) => offer.id === chosen) ? chosen : '';
  const done = () => {
    if (to === '') return;
    link(desk, step, to);
    onClose();
  };
  return (
    <Dialog title={t('link.add')} onClose={onClose}>
      <p class="pw-soft">{t('link.add.hint', { title: stepName(desk.map, step) })}</p>
      <div class="nhsuk-form-group">
        <label class="nhsuk-label pw-field__label" for={id}>{t('link.find')}</label>
        <input id={id} class="nhsuk-input pw-input" type="search" data-autofocus autocomplete="off" value={find} onInput={(event) => setFind(event.currentTarget.value)} />
      </div>
      <fieldset class="pw-chips pw-offers">
        <legend class="pw-chips__legend">{t('link.choose')}</legend>
        {offers.length === 0 && <p class="pw-soft" role="status">{t('link.noMatch')}</p>}
        <div class="pw-offers__list">
          {offers.map((offer) => (
            <div class="pw-offers__item" key={offer.id}>
              <input type="radio" id={`${id}-${offer.id}`} name={`${id}-to`} value={offer.id} checked={offer.id === to} onChange={() => setChosen(offer.id)} />
              <label for={`${id}-${offer.id}`}>
                {offer.title}
                <span class="pw-offers__where">{offer.where}</span>
              </label>
            </div>
          ))}
        </div>
      </fieldset>
      <div class="pw-row pw-dialog__actions">
        <button type="button" class="pw-button" onClick={done} disabled={to === ''}>{t('link.do')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </Dialog>
  );
}
