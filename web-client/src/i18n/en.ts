/**
 * Every English message, put together from one file an area. Owns nothing but the joining; a key that two areas both
 * use is caught by the tests. English is the source that other languages translate.
 */
import { agree } from './en/agree';
import { common } from './en/common';
import { map } from './en/map';
import { people } from './en/people';
import { talk } from './en/talk';
import { workshop } from './en/workshop';

/** The areas, apart, for the test that looks for keys in two of them. */
export const areas = { agree, common, map, people, talk, workshop } as const;

/** Every English message by key. */
export const en = {
  ...agree,
  ...common,
  ...map,
  ...people,
  ...talk,
  ...workshop,
} as const;
