/**
 * E-mail addresses, and postcodes with the number of a house, in a text. Owns what is taken for one; an address that an organisation gives to
 * everybody, and an area ("SW1", "BS1 4ND" alone), are none.
 */
import { before, passagesOf, type Finder, type Passage } from './passage';

const EMAIL = /(?<![\p{L}\d._%+'-])[\p{L}\d._%+'-]{1,64}@(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\d])/gu;
/** Words in the first half of an address that belongs to a service and not to one person. */
const OF_A_SERVICE = new Set(
  `info enquiry enquiries inquiries contact contactus help helpdesk helpline support admin reception office team feedback complaints pals referral referrals
  appointments booking bookings hello mail post noreply reply no service services press media research involvement engagement england trust ccg icb library training
  events news data privacy dpo foi customer customerservice customerservices webmaster safeguarding recruitment volunteering membership clinic rehab nurses`.split(/\s+/),
);

/** E-mail addresses, but those of services. */
export const emailAddresses: Finder = (plain) =>
  passagesOf(plain, EMAIL).filter(({ start, end }) => {
    const [own = ''] = plain.slice(start, end).split('@');
    return !own.toLowerCase().split(/[._%+-]/).some((word) => OF_A_SERVICE.has(word));
  });

/** The letters that end a postcode leave out C, I, K, M, O and V, and so every dose in mg, ml and mcg. */
const POSTCODE = /(?<![\p{L}\d])[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![\p{L}\d])/giu;
/** Letters before a postcode in which a house may be named. */
const ADDRESS_UNITS = 120;
const STREETS = 'road|rd|street|st|lane|ln|avenue|ave|close|cl|drive|dr|way|court|ct|crescent|cres|gardens|gdns|grove|place|pl|terrace|hill|row|square|sq|mews|park|walk|rise|view|green|parade|buildings|villas';
const HOUSE_AND_STREET = new RegExp(String.raw`(?:^|[\s,(])(\d{1,4}[a-z]?(?:,? ?-? ?\d{1,4})?,? +((?:[\p{L}'’.-]+ +){1,4}?)(?:${STREETS})\b[^\d]{0,60})$`, 'iu');
const HOUSE_ALONE = /(?:^|[\s(])(?:([\p{L}]+) +)?((?:no\.? ?|number )?\d{1,4}[a-z]?,? )$/iu;
const HOUSE_AFTER = /^,? (?:house|number|no\.?|flat) ?\d{1,4}[a-z]?\b/i;
/** Years, which stand in sentences that name a street. */
const YEAR = /^(?:19|20)\d\d/;
/** Between a number and a street these say that the number counts something; before a postcode alone, that it is no house's. */
const NO_NAMES = /\b(?:people|patients|adults|children|households|homes|in|at|on|near|of|from|to|we|live|lives|living|with|and|for|min|mins|minutes?|hours?|days?|weeks?|months?|years?|miles?|km|beds?|staff|steps?|sites?|practices|surgeries)\b/i;
const NO_HOUSE = /^(?:ward|floor|level|suite|room|block|building|phase|zone|step|stage|in|to|from|by|than|least|all|about|with|bus|route|junction|zone|page|version)$/i;
/** A place that everybody may know. */
const ORGANISATION = /\b(?:hospital|infirmary|surgery|clinic|centre|center|practice|pharmacy|trust|library|hall|school|university|college|church|mosque|temple|charity|council|office|gp|nhs|hub|venue)\b/i;

/** Where the address of a home begins, which ends with this postcode. */
function startOfHome(plain: string, postcode: Passage): number | undefined {
  const lead = before(plain, postcode, ADDRESS_UNITS);
  const onStreet = HOUSE_AND_STREET.exec(lead);
  const alone = HOUSE_ALONE.exec(lead);
  const house = onStreet?.[1] ?? alone?.[2];
  if (house === undefined || YEAR.test(house)) return undefined;
  if (onStreet ? NO_NAMES.test(onStreet[2] ?? '') : NO_HOUSE.test(alone?.[1] ?? '')) return undefined;
  return postcode.start - house.length;
}

/** Postcodes with the number of a house before or after. */
export const homes: Finder = (plain) =>
  passagesOf(plain, POSTCODE).flatMap((postcode): readonly Passage[] => {
    const after = HOUSE_AFTER.exec(plain.slice(postcode.end, postcode.end + ADDRESS_UNITS));
    const start = startOfHome(plain, postcode) ?? (after ? postcode.start : undefined);
    if (start === undefined || ORGANISATION.test(before(plain, postcode, ADDRESS_UNITS))) return [];
    return [{ start, end: postcode.end + (after?.[0].length ?? 0) }];
  });
