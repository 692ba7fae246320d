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

/** Fills the gaps of a sentence. A gap without a value stays visible, so that a mistake is seen and not hidden. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name];
    return value === undefined ? gap : String(value);
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
