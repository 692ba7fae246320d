/**
 * Days of birth in a text: a whole date that is called one, or that has the name of a person beside it and lies far enough back. Owns how that
 * is told from the day of a meeting, a guideline or an audit. A name is guessed by its capital letters or its title; a list of names would find
 * those of some people and not of others.
 */
import { before, type Finder, type Passage } from './passage';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = 'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const DATE = new RegExp(
  String.raw`(?<![\p{L}\d/.:,-])(?:(?<d>\d{1,2})(?<sign>[/.-])(?<m>\d{1,2})\k<sign>(?<y>\d{4}|\d{2})|(?<iy>\d{4})-(?<im>\d{2})-(?<id>\d{2})|(?<wd>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<wm>${MONTH})\.?,? (?<wy>\d{4})|(?<um>${MONTH})\.? (?<ud>\d{1,2})(?:st|nd|rd|th)?,? (?<uy>\d{4}))(?![\p{L}\d/-])`,
  'giu',
);
const AGE_MAX = 120;
/** From which age a date beside a name, called nothing, is taken for a day of birth: meetings and papers are mostly younger. */
const AGE_BESIDE_NAME = 16;
const AGE_BESIDE_TITLE = 5;
const AROUND_UNITS = 60;

/** The year of a date; nothing when no such day can be the birth of somebody alive. */
function yearOf(groups: Readonly<Record<string, string | undefined>>, thisYear: number): number | undefined {
  const named = (groups['wm'] ?? groups['um'])?.slice(0, 3).toLowerCase();
  const month = named === undefined ? Number(groups['m'] ?? groups['im']) : MONTHS.indexOf(named) + 1;
  const day = Number(groups['d'] ?? groups['id'] ?? groups['wd'] ?? groups['ud']);
  const written = groups['y'] ?? groups['iy'] ?? groups['wy'] ?? groups['uy'] ?? '';
  const short = Number(written);
  const century = thisYear - (thisYear % 100);
  const year = written.length > 2 ? short : short + (short > thisYear % 100 ? century - 100 : century);
  // The month may come first.
  const isDay = day >= 1 && month >= 1 && day <= 31 && month <= 31 && Math.min(day, month) <= 12;
  return isDay && year <= thisYear && year >= thisYear - AGE_MAX ? year : undefined;
}

const CALLED = /\b(?:d\.? ?o\.? ?b\.?|date of birth|birth ?date|birthday)(?: (?:is|was|on))?[\s:=(-]{0,4}$/i;
const CALLED_AFTER = /^[\s,(-]{0,3}(?:d\.? ?o\.? ?b\b|date of birth)/i;
/** Who is meant by a rule and not by name. */
const RULE_AFTER = /^[\s,]*(?:or|and) (?:later|earlier|before|after|over|under|older|younger)/i;
const BORN = /\b(?:born|b\.)(?: on)?(?: the)?[\s:,(]{0,3}$/i;
const ONE_PERSON = /\b(?:he|she|i|mum|mom|dad|mother|father|wife|husband|son|daughter|brother|sister|partner|grandmother|grandfather|nan|gran) (?:was |is )?born/i;

const CAPITAL = String.raw`\p{Lu}[\p{L}'’-]*\p{Ll}[\p{L}'’-]*`;
const TITLE = '(?:Mr|Mrs|Ms|Miss|Mx|Master)';
const TITLED = new RegExp(String.raw`\b${TITLE}\.? ${CAPITAL}(?: ${CAPITAL})?`, 'u');
const TITLED_BEFORE = new RegExp(String.raw`${TITLED.source}[\s,:(-]{1,3}$`, 'u');
const TITLED_AFTER = new RegExp(String.raw`^[\s,:)-]{1,3}${TITLED.source}`, 'u');
const TWO_CAPITALS = new RegExp(String.raw`(?<![\p{L}'’-])(${CAPITAL}) (${CAPITAL})`, 'gu');
const TWO_CAPITALS_BEFORE = new RegExp(String.raw`(?<![\p{L}'’-])(${CAPITAL}) (${CAPITAL})[\s,:(-]{1,3}$`, 'u');
const ONE_CAPITAL = new RegExp(String.raw`(?<=[\p{Ll},] )${CAPITAL}`, 'gu');
const FIRST_CAPITAL = new RegExp(String.raw`(?:^|[.!?\n] ?)(${CAPITAL}),? (?:was |is )?born`, 'u');
/** Words with a capital letter that are no names of people. */
const NO_NAMES = new Set(
  `dr doctor prof professor sister nurse the a an this that all any every each some people everyone anyone everybody anybody those these patients adults children babies women men girls boys infants staff born act audit
  national guideline guidance guidelines report plan strategy review survey trust trusts foundation health care healthcare service services department ministry government royal
  charter college hospital centre clinic practice surgery pharmacy programme program project pathway workshop meeting board committee council group network team version draft
  published updated reviewed approved revised issued started ended launched agreed signed date dated from since until before after between by on in at of for and or to
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december spring summer autumn winter
  england scotland wales northern ireland britain united kingdom london world european union public general medical nursing heart stroke cancer lung diabetes mental social
  standard standards quality framework long term five year forward view white paper data protection equality mental capacity human rights rehabilitation cardiac cohort study trial census`.split(/\s+/),
);

const isName = (word: string) => !NO_NAMES.has(word.toLowerCase());

/** Whether words hold what looks like the name of a person. */
function holdsName(words: string): boolean {
  if (TITLED.test(words)) return true;
  if ([...words.matchAll(TWO_CAPITALS)].some(([, first = '', last = '']) => isName(first) && isName(last))) return true;
  return [...words.matchAll(ONE_CAPITAL)].some(([word]) => isName(word));
}

/** Whether a date, of which it is said that somebody was born then, is that of one person. */
function isBirthOfOne(lead: string, rest: string): boolean {
  const first = FIRST_CAPITAL.exec(lead)?.[1];
  return ONE_PERSON.test(lead) || holdsName(lead) || holdsName(rest) || (first !== undefined && isName(first));
}

/** Whether the name of a person stands right beside a date. */
function isBesideName(lead: string, rest: string, age: number): boolean {
  if (age >= AGE_BESIDE_TITLE && (TITLED_BEFORE.test(lead) || TITLED_AFTER.test(rest))) return true;
  const pair = TWO_CAPITALS_BEFORE.exec(lead);
  return age >= AGE_BESIDE_NAME && pair !== null && isName(pair[1] ?? '') && isName(pair[2] ?? '');
}

/** Days of birth. */
export const birthDates: Finder = (plain, thisYear) =>
  [...plain.matchAll(DATE)].flatMap((match): readonly Passage[] => {
    const passage = { start: match.index, end: match.index + match[0].length };
    const year = yearOf(match.groups ?? {}, thisYear);
    const lead = before(plain, passage, AROUND_UNITS);
    const rest = plain.slice(passage.end, passage.end + AROUND_UNITS);
    if (year === undefined || RULE_AFTER.test(rest)) return [];
    const isBirth = CALLED.test(lead) || CALLED_AFTER.test(rest) || (BORN.test(lead) ? isBirthOfOne(lead, rest) : isBesideName(lead, rest, thisYear - year));
    return isBirth ? [passage] : [];
  });
