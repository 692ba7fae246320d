/**
 * The words and shapes of agreement: states, fields, who said what. The same in the map, the list, the panel and on paper.
 * Reads the model and the agreement; writes nothing, knows no page.
 */
import { t } from '../../i18n/translate';
import type { AgreeState, Combined, PairState, State } from '../../model/agreement';
import { isPlainLink, type AgreePart } from '../../model/meaning';
import type { MapModel } from '../../model/map';
import type { Agreement } from '../../workshop/agreement';
import { partName, type Tag } from './part-words';

/** The word and the shape of a state; where some of several pairs agree, how many do. */
export function stateTag(state: State | Combined | PairState): Tag {
  const symbol = state.state === 'oneAgrees' && state.side ? (`${state.side}Agrees` as const) : state.state;
  if (state.state === 'somePairsAgree' && 'of' in state) return { symbol, word: t('state.pairs', { agreed: state.agreed, count: state.of }), short: t('state.short.pairs', { agreed: state.agreed, count: state.of }) };
  if (state.state === 'aroundChanged' && 'of' in state && state.around < state.of) return { symbol, word: t('state.aroundPairs', { agreed: state.around, count: state.of }) };
  // What was agreed and has changed since looks like what was never agreed, but does not read so.
  return { symbol, word: t(state.state === 'toAgree' && 'changedSince' in state && state.changedSince ? 'state.toAgreeAgain' : `state.${symbol}`) };
}

/** The tag of a state in a count of parts: of all pairs together some may have said nothing to what others agreed. */
export function countedTag(state: AgreeState, counted: 'forOnePair' | 'forAll'): Tag {
  return state === 'aroundChanged' && counted === 'forAll' ? { symbol: state, word: t('state.onStep.aroundChanged') } : stateTag({ state });
}

/** The tag of a part as everybody sees it, a plain link's that of its step; a request to take it out goes first. */
export function tagOfPart(agreement: Agreement, part: AgreePart): Tag {
  const says = agreement.of(part).value;
  return says.removalAsked ? { symbol: 'leaving', word: t('state.leaving') } : stateTag(agreement.of(agreement.agreedAs(part)).value);
}

/** The tag of a link beside its arrow; nothing while it has none of its own: nobody has said anything, or it is part of its step. */
export function tagOfLink(agreement: Agreement, map: MapModel, id: string): Tag | undefined {
  const tag = tagOfPart(agreement, { kind: 'link', id });
  if (tag.symbol === 'idea') return undefined;
  return tag.symbol !== 'leaving' && isPlainLink(map, { kind: 'link', id }) ? undefined : tag;
}

/** States whose shape alone says little: they have a word wherever they stand. */
const SHORT_WORDS = { differ: 'state.short.differ', leaving: 'state.short.leaving', aroundChanged: 'state.short.aroundChanged', parked: 'state.parked' } as const;

/** The word of a state where there is little room; empty where its shape says it. */
export function shortState(tag: Tag): string {
  if (tag.short !== undefined) return tag.short;
  const key = SHORT_WORDS[tag.symbol as keyof typeof SHORT_WORDS];
  return key === undefined ? '' : t(key);
}

/** What is left when nothing waits for me: some waits for my partner, and of the rest we have both said what we think. */
function leftWords(theirs: number, count: number): string {
  const both = count - theirs;
  return [theirs > 0 ? t('walk.theirs', { count: theirs }) : '', both > 0 ? t('walk.both', { count: both }) : ''].filter((words) => words !== '').join(', ');
}

/** What the way into the walk is called: how much is to agree, and first how much of it waits for my answer. */
export function walkWords(agreement: Agreement, partner: string): string {
  const [count, mine] = [agreement.openCount.value, agreement.mineCount.value];
  if (mine === undefined || mine === count) return partner === '' ? t('walk.open', { count }) : t('walk.with', { count, name: partner });
  const left = mine === 0 ? leftWords(agreement.partnerCount.value, count) : t('walk.mine', { mine, count });
  return partner === '' ? t('walk.open.first', { left }) : t('walk.with.first', { left, name: partner });
}

/** The word of a state on a step of the map, which is no wider than a step. */
export function stateOnStep(tag: Tag): string {
  return tag.symbol === 'aroundChanged' ? t('state.onStep.aroundChanged') : tag.word;
}

/** The name of a part that can be agreed on. */
export function agreedName(map: MapModel, part: AgreePart): string {
  return part.kind === 'map' ? t('agree.whole') : partName(map, { kind: part.kind, id: part.id });
}
