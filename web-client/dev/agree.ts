/**
 * Made-up agreement for the page to work on: two pairs and a part in every state. Not part of the product's build.
 */
import { setTitle } from '../test/short-edits';
import type { MapModel } from '../src/model/map';
import { fingerprintOf } from '../src/model/fingerprint';
import { meaningOf, nameOfPart, type AgreePart } from '../src/model/meaning';
import type { AgreementKit } from '../test/helpers';

const AT = Date.UTC(2026, 10, 26, 9);

/** Two pairs; of the parts of the map the first few in each state. */
export function seedAgreement(map: MapModel, kit: AgreementKit): void {
  const pair = { name: '', challenge: 'Fewer people drop out', howWeWork: '', state: 'open' as const, askedBy: undefined, since: 1 };
  kit.pairs.value = [{ ...pair, id: 'one', patient: 'me', professional: 'bo' }, { ...pair, id: 'two', name: 'The Tuesday pair', patient: 'ann', professional: 'dee' }].slice(0, new URLSearchParams(location.search).has('one') ? 1 : 2);
  const acts = kit.record.getMap('acts');
  const steps: AgreePart[] = map.reading.peek().map((id) => ({ kind: 'step', id }));
  const goals: AgreePart[] = map.goals.peek().map(({ id }) => ({ kind: 'goal', id }));
  const stages: AgreePart[] = map.stages.peek().map(({ id }) => ({ kind: 'stage', id }));
  const links: AgreePart[] = map.links.peek().map(({ id }) => ({ kind: 'link', id }));
  const say = (part: AgreePart | undefined, make: (fingerprint: string) => object) => {
    const meaning = part && meaningOf(map, part);
    if (!part || !meaning) return;
    const fingerprint = fingerprintOf(meaning);
    kit.record.getMap('wordings').set(fingerprint, meaning);
    for (const { id } of kit.pairs.value) acts.set(`${id}/${nameOfPart(part)}`, { patient: {}, professional: {}, past: [], ...make(fingerprint) });
  };
  const yes = (fingerprint: string, by: string) => ({ yes: { fingerprint, at: AT, by } });
  const both = (fingerprint: string) => ({ patient: yes(fingerprint, 'me'), professional: yes(fingerprint, 'bo'), agreed: { fingerprint, at: AT } });
  const view = (text: string, by: string) => ({ view: { text, at: AT, by } });
  for (const part of [goals[0], goals[1], stages[0], steps[0], steps[3], links[1]]) say(part, both);
  // What the first pair agreed before there was a second one.
  for (const part of [goals[1], steps[0]]) if (part) acts.delete(`two/${nameOfPart(part)}`);
  say(steps[1], (fingerprint) => ({ patient: yes(fingerprint, 'me') }));
  say(goals[2], (fingerprint) => ({ professional: yes(fingerprint, 'bo') }));
  say(links[0], (fingerprint) => ({ professional: yes(fingerprint, 'bo') }));
  say(steps[2], () => ({ patient: view('Two weeks is too long to lie awake with this. I want a call the day after.', 'me'), professional: view('We have one nurse for three wards, so the day after is not safe to promise.', 'bo') }));
  say(steps[4], () => ({ professional: { park: 'parked' } }));
  say(steps[5], (fingerprint) => ({ ...both(fingerprint), patient: { ...yes(fingerprint, 'me'), removal: AT } }));
  say(steps[6], both);
  if (steps[6]) setTitle(map, { kind: 'step', id: steps[6].id }, `${map.step(steps[6].id).peek()?.title ?? ''} within five days`);
  for (const part of [steps[7], steps[8], stages[1]]) if (part) kit.record.getMap('proposed').set(nameOfPart(part), { side: '', by: 'f', at: AT });
  // Words around what was agreed change: `&around`.
  const lane = map.lanes.peek()[0];
  if (lane && new URLSearchParams(location.search).has('around')) setTitle(map, { kind: 'lane', id: lane.id }, 'The person, their family and friends');
}
