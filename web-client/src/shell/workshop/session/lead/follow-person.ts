/**
 * Following a person: my view goes to the part they choose, to the other view and to another map, until I stop. Nothing of it reaches the
 * server or them. Knows no look.
 */
import { effect, untracked } from '@preact/signals';
import type { PersonHere } from '../../../../presence/presence';
import type { OpenMap } from '../../../../workshop/open';
import { goToMap } from '../../common/map-names';
import { followedIn } from './followed';
import { isBusy, showPlace, type Place } from './show-place';

/** Where a person is, as a place I can go to: whoever agrees in the walk is at its part, in the view I have. */
function placeOf({ at }: PersonHere, mine: PersonHere | undefined): Place | undefined {
  const view = [at.view, mine?.at.view].find((one) => one === 'map' || one === 'list');
  return view && { view, part: at.part };
}

/** Goes where the followed person goes for as long as the map is open; `arrive` makes room for the view. */
export function followPerson(open: OpenMap, arrive: () => void): () => void {
  const followed = followedIn(open.workshop);
  let last = '';
  let stopShowing: (() => void) | undefined;
  const stop = effect(() => {
    const participant = followed.value;
    if (participant === undefined) return;
    const people = open.presence.people.value;
    const person = people.find((one) => one.participant === participant);
    if (!person || !open.ready.value) return;
    if (person.elsewhere !== undefined) {
      const { elsewhere } = person;
      untracked(() => !isBusy() && goToMap(elsewhere));
      return;
    }
    const place = placeOf(person, people.find((one) => one.isMe));
    // A pointer that moves, and my own moves, bring me nowhere.
    const here = JSON.stringify([participant, person.at.view, person.at.part]);
    if (!place || here === last || isBusy()) return;
    last = here;
    untracked(() => {
      arrive();
      stopShowing?.();
      stopShowing = showPlace(open, place, () => undefined);
    });
  });
  return () => {
    stop();
    stopShowing?.();
  };
}
