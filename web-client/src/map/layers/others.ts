/**
 * Other people as the map shows them: their cursors, what they have selected and what they drag. Owns the way from
 * presence to those marks; names come from the roster through presence, never from what a peer claims.
 */
import type { EditorState } from '../../editor/state/editor-state';
import { stepName } from '../../editor/words/part-words';
import { t, listInWords } from '../../i18n/translate';
import type { PersonHere } from '../../presence/presence';
import type { SymbolName } from '../../styles/symbols';
import type { SelectedBy } from './cells';
import type { OtherCursor } from './cursors';

/** The symbol of a person: their side, or their role when they have none. */
export function personSymbol(person: PersonHere | undefined): SymbolName {
  if (person?.side) return person.side;
  switch (person?.role) {
    case 'facilitator':
    case 'supporter':
    case 'observer':
    case 'systemPartner': return person.role;
    default: return 'other';
  }
}

/** Cursors and selections of all other connections on this map. */
export function othersOn(editor: EditorState): { cursors: OtherCursor[]; selectedBy: SelectedBy } {
  const people = new Map(editor.presence.people.peek().map((person) => [person.participant, person]));
  const cursors: OtherCursor[] = [];
  const holders = new Map<string, { names: string[]; mark: number }>();
  for (const peer of editor.presence.peers.peek()) {
    const person = people.get(peer.participant);
    const name = person?.nickname || t('others.unknown');
    const mark = person?.mark ?? 0;
    for (const id of peer.selection ?? []) {
      const holder = holders.get(id) ?? { names: [], mark };
      if (!holder.names.includes(name)) holder.names.push(name);
      holders.set(id, holder);
    }
    if (!peer.cursor || peer.view === 'list' || peer.view === 'walk') continue;
    const moving = peer.drag ? t('others.moving', { name, title: stepName(editor.map, peer.drag.step) }) : '';
    cursors.push({ key: String(peer.client), name, symbol: personSymbol(person), mark, at: peer.cursor, moving });
  }
  return { cursors, selectedBy: new Map([...holders].map(([id, holder]) => [id, { names: listInWords(holder.names), mark: holder.mark }])) };
}
