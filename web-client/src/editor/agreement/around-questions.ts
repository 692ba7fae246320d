/**
 * What is asked of me because only words around agreed parts changed: parts with the same changes are asked about once. Owns
 * how parts are put together to questions; reads the agreement, says nothing.
 */
import { saysYesToOwnWords } from '../../model/agreement';
import { changesBetween, type FieldChange } from '../../model/difference';
import type { PlacedPart } from '../../model/walk';
import type { Agreement } from '../../workshop/agreement';

/** A part that I said yes to, around which words have changed since; `before` is the fingerprint of what I said yes to. */
export interface AroundChanged { readonly part: PlacedPart; readonly before: string }

/** The parts that wait for my yes again because only words around them changed, and nothing else is said of them that comes first. */
export function aroundChanged(agreement: Agreement): readonly AroundChanged[] {
  const speaker = agreement.speaker.value;
  if (speaker.can !== 'speak') return [];
  return agreement.partsWithStatements.value.flatMap((part) => {
    const mine = agreement.mine(part);
    if (!('acts' in mine) || mine.state === 'parked' || mine.state === 'differ') return [];
    const half = mine.acts[speaker.side];
    const present = agreement.present(part).value;
    return half.yes && half.yes.fingerprint !== present && saysYesToOwnWords(half, present) ? [{ part, before: half.yes.fingerprint }] : [];
  });
}

/** One question, for all parts that the same words around have changed of. */
export interface AroundQuestion {
  readonly key: string;
  readonly changes: readonly FieldChange[];
  readonly parts: readonly PlacedPart[];
}

/** The questions to me, in the order of the pathway; those that touch the most parts are not put first, so that nothing jumps. */
export function aroundQuestions(agreement: Agreement): readonly AroundQuestion[] {
  const questions = new Map<string, { changes: readonly FieldChange[]; parts: PlacedPart[] }>();
  for (const { part, before } of aroundChanged(agreement)) {
    const now = agreement.meaning(part).value;
    const said = agreement.record.wording(before);
    const changes = said && now ? changesBetween(said, now) : [];
    // Without the words it was for, the part is asked about by itself, in the walk.
    if (changes.length === 0) continue;
    const key = JSON.stringify(changes.map(({ field, before: was, after }) => [field, was, after]));
    const same = questions.get(key);
    if (same) same.parts.push(part);
    else questions.set(key, { changes, parts: [part] });
  }
  return Array.from(questions, ([key, question]) => ({ key, ...question }));
}
