/** The place where everybody is asked to look, in words. Owns these words only. */
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { talkPartName } from '../../../../editor/words/talk-words';
import { t } from '../../../../i18n/translate';
import type { Call } from '../../../../model/session/lead';
import type { OpenMap } from '../../../../workshop/open';
import { mapName } from '../../common/map-names';
import { calledPart } from './follow-call';

/** The place of a call, in words. */
export function placeInWords(open: OpenMap, call: Call): string {
  const part = calledPart(call);
  if (call.map !== open.id) {
    const map = open.workshop.facts.maps.value.find(({ id }) => id === call.map);
    return map ? mapName(map) : t('lead.place.map');
  }
  return part ? talkPartName(editorStateOf(open).map, part) : t(`lead.place.${call.view}`);
}
