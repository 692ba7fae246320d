/**
 * The shape of a message: a whole sentence with named gaps, or one sentence for each plural form of a language.
 * Owns the types that let the compiler check that a message gets exactly the values its gaps name.
 * Must not know any language, any screen or the DOM.
 */

/** One sentence a plural form. `other` is always there; a language fills in the forms it has (Welsh has all six). */
export type PluralMessage = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** A sentence with gaps such as `{name}`, or a plural message, whose form is chosen by its gap `{count}`. */
export type Message = string | PluralMessage;

/** The gap that chooses the plural form. */
export const COUNT = 'count';

type GapsOf<Text> = Text extends `${string}{${infer Gap}}${infer Rest}` ? Gap | GapsOf<Rest> : never;

type GapsOfMessage<M> = M extends string ? GapsOf<M> : GapsOf<M[keyof M]> | typeof COUNT;

/** What the gaps of one message must be given; `never` when it has none. */
export type Gaps<M> = [GapsOfMessage<M>] extends [never]
  ? never
  : { readonly [Gap in GapsOfMessage<M>]: Gap extends typeof COUNT ? number : string | number };

/** Letters and marks that turn the direction of what is around them. */
const TURNS = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u061c\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Marks that begin and end a part with a direction of its own; within one they could end it early. */
const ISOLATES = /[\u2066-\u2069]/g;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/** A text of somebody in a sentence, with a direction of its own, so that it does not turn the words around it. */
export function isolated(text: string): string {
  return TURNS.test(text) ? FIRST_STRONG_ISOLATE + text.replace(ISOLATES, '') + POP_ISOLATE : text;
}

/** A text without the marks of {@link isolated}, for what is no sentence on the screen. */
export function withoutIsolates(text: string): string {
  return text.replace(ISOLATES, '');
}

/** Fills the gaps of a sentence. A gap without a value stays visible, so that a mistake is seen and not hidden. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name];
    return value === undefined ? gap : isolated(String(value));
  });
}

/**
 * The sentence of a plural message for a count. A form named `zero` also serves the count 0 in languages whose rules
 * have no such form, because 'Nobody is here' reads better than '0 people are here'.
 */
export function pluralForm(message: PluralMessage, count: number, rules: Intl.PluralRules): string {
  if (count === 0 && message.zero !== undefined) return message.zero;
  return message[rules.select(count)] ?? message.other;
}
