/**
 * The one desk of an open workshop: map and list share it, so that what is open stays open when the view changes.
 * Owns that pairing only.
 */
import { computed } from '@preact/signals';
import type { OpenWorkshop } from '../../workshop/open';
import { Desk } from './editor-state';

const desks = new WeakMap<OpenWorkshop, Desk>();

/** The desk of a workshop, made when it is first asked for. */
export function deskOf(open: OpenWorkshop): Desk {
  const known = desks.get(open);
  if (known) return known;
  const { map, undo, presence, agreement, talk, access } = open;
  const frozen = computed(() => open.facts.meta.value?.frozen === true);
  const desk = new Desk({ map, undo, presence, agreement, talk, names: open.facts.roster, access, frozen, role: computed(() => open.me.value.role) });
  desks.set(open, desk);
  return desk;
}
