/**
 * The words and shapes of agreement: states, fields, who said what. The same in the map, the list, the panel and on paper.
 * Reads the model and the agreement; writes nothing, knows no page.
 */
import { t } from '../../i18n/translate';
import type { Combined, PairState, State } from '../../model/agreement';
import type { AgreePart } from '../../model/meaning';
import type { MapModel } from '../../model/map';
import type { Agreement } from '../../workshop/agreement';
import { partName, type Tag } from './part-words';

/** The word and the shape of a state; with several pairs that do not all agree, how many do. */
export function stateTag(state: State | Combined | PairState): Tag {
  const counts = 'of' in state && state.of > 1 && state.agreed > 0 && state.agreed < state.of && state.state !== 'differ' ? state : undefined;
  const symbol = state.state === 'oneAgrees' && state.side ? (`${state.side}Agrees` as const) : state.state;
  if (counts) return { symbol, word: t('state.pairs', { agreed: counts.agreed, count: counts.of }) };
  // What was agreed and has changed since looks like what was never agreed, but does not read so.
  return { symbol, word: t(state.state === 'toAgree' && 'changedSince' in state && state.changedSince ? 'state.toAgreeAgain' : `state.${symbol}`) };
}

/** The tag of a part as everybody sees it; a request to take it out goes first. */
export function tagOfPart(agreement: Agreement, part: AgreePart): Tag {
  const says = agreement.of(part).value;
  return says.removalAsked ? { symbol: 'leaving', word: t('state.leaving') } : stateTag(says);
}

/** The name of a part that can be agreed on. */
export function agreedName(map: MapModel, part: AgreePart): string {
  return part.kind === 'map' ? t('agree.whole') : partName(map, { kind: part.kind, id: part.id });
}
