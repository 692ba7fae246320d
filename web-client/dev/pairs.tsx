/**
 * The dialog of pairs on the page to work on, with made-up people and no server: `pairs=asked` with a question about stages,
 * `pairs=1` without. Not part of the product's build.
 */
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { MapModel } from '../src/model/map';
import type { Role } from '../src/model/people';
import type { RosterPerson } from '../src/workshop/api';
import { UndoHistory } from '../src/model/undo';
import { loadWords } from '../src/ui/feature';
import { PairsDialog } from '../src/shell/workshop/pairs/pairs-dialog';
import { openMapOf, type AgreementKit } from '../test/helpers';
import { ANN, BO } from './names';

const person = (participant: string, nickname: string, role: Role): [string, RosterPerson] => {
  const side = role === 'professional' ? ('professional' as const) : role === 'facilitator' ? null : ('patient' as const);
  return [participant, { participant, nickname, role, side, state: 'in', takesPart: 'device' }];
};

/** The first pair is asked about two stages, the others have chosen them. */
export function askForStages(map: MapModel, kit: AgreementKit): void {
  const stages = map.stages.peek().slice(0, 2).map(({ id }) => id);
  const [one, ...others] = kit.pairs.peek();
  if (one) kit.pairs.value = [{ ...one, askedScope: { map: 'm', stages, by: one.professional, yes: ['professional'] } }, ...others.map((pair) => ({ ...pair, scope: { m: stages } }))];
}

/** The dialog. */
export function PairsPanel({ map, kit, role }: { readonly map: MapModel; readonly kit: AgreementKit; readonly role: Role }) {
  const [ready, setReady] = useState<'ready' | 'loading'>('loading');
  useEffect(() => {
    void loadWords([() => import('../src/i18n/later/pairs')]).then(() => setReady('ready'));
  }, []);
  if (ready === 'loading') return null;
  const roster = new Map([person('me', 'Me', role), person('bo', BO, 'professional'), person('ann', ANN, 'patientLeader'), person('dee', 'Dee', 'professional'), person('cai', 'Cai', 'carer'), person('gwen', 'Gwen', 'professional')]);
  const call = async () => undefined;
  const open = openMapOf({
    id: 'm', map, undo: new UndoHistory(map), agreement: kit.agreement, access: signal('readWrite'), presence: { people: signal([]), peers: signal([]), show: () => undefined }, entry: { participant: 'me', role, nickname: 'Me', workshop: 'w' }, me: signal({ nickname: 'Me', role, side: null }),
    facts: { pairs: kit.pairs, participants: kit.participants, roster: signal(roster), meta: signal(undefined) },
    api: { formPair: call, acceptPair: call, endPair: call, wordPair: call, askScope: call, acceptScope: call, declineScope: call },
  });
  return <PairsDialog open={open} onClose={() => undefined} />;
}
