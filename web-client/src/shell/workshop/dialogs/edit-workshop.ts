/**
 * What the form that changes a workshop holds: the workshop as it is now, what was typed over it, what of that is to be sent
 * and what is wrong with it. Pure. A field that was not touched follows the workshop; one that somebody else changed too
 * waits for a choice, so that neither text is lost unseen. The server checks again.
 */
import { t } from '../../../i18n/translate';
import type { FieldError } from '../../../ui/field';
import { ApiError } from '../../../workshop/api';
import type { WorkshopMeta } from '../../../workshop/facts';
import { mistakeInChallenge, mistakeInDay, mistakeInTitle, type DayRules } from '../../start/start-form';
import { wordsForFailure } from '../../common/use-answer';

/** What can be changed, in the order of the form. */
export const FIELDS = ['title', 'challenge', 'endsOn'] as const;
export type Field = (typeof FIELDS)[number];

/** The workshop as it is. */
export type Now = Pick<WorkshopMeta, Field>;

/** What was typed into each field that was touched, and what the workshop said there when that began. */
export type Draft = Readonly<Partial<Record<Field, { readonly text: string; readonly was: string }>>>;

/** The id of a field on the page. */
export function idOf(field: Field): string {
  return `workshop-${field}`;
}

/** What a field shows. */
export function textIn(draft: Draft, field: Field, now: Now): string {
  return draft[field]?.text ?? now[field];
}

/** The draft without a field: it follows the workshop again. */
export function letGo(draft: Draft, field: Field): Draft {
  const { [field]: _gone, ...rest } = draft;
  return rest;
}

/** The draft after something was typed; what is as the workshop has it counts as not touched. */
export function typedInto(draft: Draft, field: Field, text: string, now: Now): Draft {
  if (text === now[field]) return letGo(draft, field);
  return { ...draft, [field]: { text, was: draft[field]?.was ?? now[field] } };
}

/** The draft after the person has chosen their own text over what the workshop says by now. */
export function keptMine(draft: Draft, field: Field, now: Now): Draft {
  return { ...draft, [field]: { text: textIn(draft, field, now), was: now[field] } };
}

/** Whether a field says something else by now than when I began to type in it, and than what I typed. */
export function isContested(draft: Draft, field: Field, now: Now): boolean {
  const typed = draft[field];
  return typed !== undefined && typed.was !== now[field] && typed.text.trim() !== now[field];
}

/** What is to be sent: only what differs. */
export function changesIn(draft: Draft, now: Now): Partial<Record<Field, string>> {
  const changed = FIELDS.map((field) => [field, textIn(draft, field, now).trim()] as const).filter(([field, text]) => text !== now[field].trim());
  return Object.fromEntries(changed);
}

/** Every mistake in what is to be sent, in the order of the form. */
export function mistakesInDraft(draft: Draft, now: Now, days: DayRules): readonly FieldError[] {
  const check = { title: mistakeInTitle, challenge: mistakeInChallenge, endsOn: (day: string) => mistakeInDay(day, days) };
  const changes = changesIn(draft, now);
  return FIELDS.flatMap((field) => {
    const text = changes[field];
    if (text === undefined) return [];
    const message = isContested(draft, field, now) ? t(`editWorkshop.${field}.choose`) : check[field](text);
    return message === undefined ? [] : [{ field: idOf(field), message }];
  });
}

/** Each refusal of the server: its field, and the words for it beside this form. */
const REFUSALS: Readonly<Record<string, { readonly field: Field; readonly words: (draft: string, days: DayRules) => string | undefined }>> = {
  title_empty: { field: 'title', words: mistakeInTitle },
  title_too_long: { field: 'title', words: mistakeInTitle },
  title_unreadable: { field: 'title', words: () => t('editWorkshop.title.unreadable') },
  challenge_too_long: { field: 'challenge', words: mistakeInChallenge },
  challenge_unreadable: { field: 'challenge', words: () => t('editWorkshop.challenge.unreadable') },
  end_date_unreadable: { field: 'endsOn', words: () => t('start.ends.error') },
  end_date_past: { field: 'endsOn', words: () => t('start.ends.past') },
  end_date_too_late: { field: 'endsOn', words: mistakeInDay },
};

/** What a failed call says, at the field that it belongs to; at the top when it belongs to none. */
export function mistakeFrom(failure: unknown, sent: Partial<Record<Field, string>>, days: DayRules): FieldError {
  const refusal = failure instanceof ApiError ? REFUSALS[failure.code] : undefined;
  if (!refusal) return { field: '', message: wordsForFailure(failure) };
  return { field: idOf(refusal.field), message: refusal.words(sent[refusal.field] ?? '', days) ?? wordsForFailure(failure) };
}
