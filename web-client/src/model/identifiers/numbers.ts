/**
 * NHS numbers and phone numbers in a text. Owns how they are written; years, counts, times, sums of money and the numbers of services that
 * everybody may call (111, 0300, 0800) are none of them.
 */
import { before, isNumberOfAThing, passagesOf, type Finder, type Passage } from './passage';

/** Neither within a longer number or word, nor a part of a sum of money. */
const NOT_WITHIN = String.raw`(?<![\p{L}\d_/+£$€#-]|\d[.,:])`;
const NOT_GOING_ON = String.raw`(?![\p{L}\d_]|[.,:/-]\d)`;

const NHS = new RegExp(String.raw`${NOT_WITHIN}(?:\d{3}[ -]?\d{3}[ -]?\d{4}|\d{6}[ -]\d{4})${NOT_GOING_ON}`, 'gu');
/** Where it is said that it is one, in whatever groups. */
const CALLED_NHS = /\b(?:NHS|CHI)(?: (?:number|num|no)\b)?\.?[ :#=]{0,3}(?:is )?((?:\d[ -]?){9}\d)(?!\d)/giu;
/** First figures of numbers in use: Northern Ireland 3, England and Wales 4, 6, 7, 9; those of Scotland begin with a day of birth. */
const FIRST_FIGURES = '34679';
const DAY_FIRST = /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])/;
const FIGURES = 10;
const MODULUS = 11;

function figuresIn(text: string): string {
  return text.replace(/\D/g, '');
}

/** Whether ten figures are an NHS number by their last one, which is computed from the others. */
export function isNhsNumber(figures: string): boolean {
  if (figures.length !== FIGURES || /^(\d)\1+$/.test(figures)) return false;
  if (!FIRST_FIGURES.includes(figures.charAt(0)) && !DAY_FIRST.test(figures)) return false;
  let sum = 0;
  for (let at = 0; at < FIGURES - 1; at += 1) sum += Number(figures[at]) * (FIGURES - at);
  return (MODULUS - (sum % MODULUS)) % MODULUS === Number(figures.at(-1));
}

/** NHS numbers. */
export const nhsNumbers: Finder = (plain) => {
  const usual = passagesOf(plain, NHS).filter((passage) => !isNumberOfAThing(plain, passage));
  const called = [...plain.matchAll(CALLED_NHS)].map((match): Passage => {
    const end = match.index + match[0].length;
    return { start: end - (match[1] ?? '').length, end };
  });
  return [...usual, ...called].filter(({ start, end }) => isNhsNumber(figuresIn(plain.slice(start, end))));
};

/** Mobile and area codes of the United Kingdom with what follows them. A first group of two figures would be the day of a date. */
const NATIONAL = new RegExp(
  NOT_WITHIN +
    `(?:${[
      String.raw`07\d{3}(?:[ .-]?\d){6}`,
      String.raw`07\d{2}[ .-]\d{3}[ .-]\d{4}`,
      String.raw`\(?02\d\)?[ .-]{0,2}\d{4}[ .-]?\d{4}`,
      String.raw`\(?01(?:1\d|\d1)\)?[ .-]{0,2}\d{3}[ .-]?\d{4}`,
      String.raw`\(?01\d{3}\)?[ .-]{0,2}\d{3}[ .-]?\d{2,3}`,
      String.raw`\(?01\d{3}\)?[ .-]{1,2}\d{2}[ .-]\d{2}[ .-]\d{2}`,
    ].join('|')})` +
    NOT_GOING_ON,
  'gu',
);
const NATIONAL_FIGURES = 11;
/** Some area codes are longer by one, some numbers shorter; without any space ten figures may be anything. */
const NATIONAL_FIGURES_MIN = 10;

const INTERNATIONAL = /(?<![\p{L}\d_£$€]|\d[ .,:])(?:\+ ?|00)[1-9](?:[ .()-]{0,2}\d){7,14}(?![\p{L}\d_])/gu;
const INTERNATIONAL_FIGURES_MIN = 9;
/** After two noughts, which a count may begin with as well. */
const DIALLED_FIGURES_MIN = 13;
/** "+100 000 000" is a number of people. */
const THOUSANDS = /^\+ ?\d{1,3}(?: \d{3})+$/;
const THOUSANDS_FIGURES_MAX = 9;
/** Numbers of services, as they are called from abroad. */
const SERVICE_FROM_ABROAD = /^(?:00)?440?[389]/;

function isNational(written: string): boolean {
  const figures = figuresIn(written);
  return figures.length === NATIONAL_FIGURES || (figures.length >= NATIONAL_FIGURES_MIN && figures !== written);
}

function isInternational(written: string): boolean {
  const figures = figuresIn(written);
  if (SERVICE_FROM_ABROAD.test(figures)) return false;
  if (THOUSANDS.test(written) && figures.length <= THOUSANDS_FIGURES_MAX) return false;
  return figures.length >= (written.startsWith('+') ? INTERNATIONAL_FIGURES_MIN : DIALLED_FIGURES_MIN);
}

/** Phone numbers, in the ways of the United Kingdom and with the code of a country. */
export const phoneNumbers: Finder = (plain) => {
  const written = ({ start, end }: Passage) => plain.slice(start, end);
  const national = passagesOf(plain, NATIONAL).filter((passage) => isNational(written(passage)));
  const international = passagesOf(plain, INTERNATIONAL).filter((passage) => isInternational(written(passage)));
  return [...national, ...international].filter((passage) => !isNumberOfAThing(plain, passage) && !/\d[ ]?[x×*]\s?$/.test(before(plain, passage)));
};
