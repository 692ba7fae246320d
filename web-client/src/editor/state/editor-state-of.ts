/**
 * The one editor state of an open map: map and list share it, so that what is open stays open when the view changes.
 * Owns that pairing only.
 */
import { computed } from '@preact/signals';
import { isResting } from '../../model/session/run';
import type { OpenMap } from '../../workshop/open';
import { IdeasHere } from '../../workshop/session/ideas-here';
import { EditorState } from './editor-state';

const editorStates = new WeakMap<OpenMap, EditorState>();

/** The editor state of a workshop, made when it is first asked for. */
export function editorStateOf(open: OpenMap): EditorState {
  const known = editorStates.get(open);
  if (known) return known;
  const { map, undo, presence, agreement, talk, access } = open;
  const ideas = new IdeasHere({ session: open.workshop.session, map, id: open.id });
  const frozen = computed(() => open.workshop.facts.meta.value?.frozen === true);
  const resting = computed(() => isResting(open.workshop.session.state.value));
  const editor = new EditorState({ map, undo, presence, agreement, talk, ideas, names: open.workshop.facts.roster, access, frozen, resting, role: computed(() => open.workshop.me.value.role), viewDrafts: open.drafts.views, formDrafts: open.drafts.forms, fieldDrafts: open.drafts.fields });
  editorStates.set(open, editor);
  return editor;
}
