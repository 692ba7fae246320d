/**
 * What a note is about: a stage, a goal or the step that is selected, chosen from a list and said in words; and the question that an activity
 * asks. Owns these words.
 */
import { useId } from 'preact/hooks';
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { t } from '../../../../i18n/translate';
import { aboutOf } from '../../../../model/agenda/said';
import type { MapModel } from '../../../../model/map';
import type { About } from '../../../../model/session/my-notes';
import type { OpenMap } from '../../../../workshop/open';
import type { CurrentActivity } from '../../../../workshop/session/live-session';

/** What a part is called; nothing when it is not on this map. */
export function aboutInWords(map: MapModel, about: About): string | undefined {
  switch (about.kind) {
    case 'step':
      return map.step(about.id).value?.title;
    case 'stage':
      return map.stages.value.find(({ id }) => id === about.id)?.title;
    case 'goal':
      return map.goals.value.find(({ id }) => id === about.id)?.title;
  }
}

/** What people are asked to write about: the question of the agenda, or the part of the map it names; else the title. */
export function questionOf(map: MapModel, { about, title }: CurrentActivity): string {
  const asked = aboutOf(about);
  switch (asked?.kind) {
    case 'question':
      return asked.words;
    case 'stage':
    case 'goal': {
      const name = aboutInWords(map, asked);
      return name ? t('notes.question.part', { title, name }) : title;
    }
    case 'map':
    case undefined:
      return title;
  }
}

interface AboutProps {
  readonly open: OpenMap;
  readonly about: About | undefined;
  readonly onAbout: (about: About | undefined) => void;
}

const keyOf = ({ kind, id }: About): string => `${kind}:${id}`;

/** The list to choose from. */
export function AboutField({ open, about, onAbout }: AboutProps) {
  const id = useId();
  const { map } = open;
  const selected = editorStateOf(open).selected.value;
  const chosen: About | undefined = selected?.kind === 'step' ? { kind: 'step', id: selected.id } : undefined;
  const stages = map.stages.value.map(({ id: stage }): About => ({ kind: 'stage', id: stage }));
  const goals = map.goals.value.map(({ id: goal }): About => ({ kind: 'goal', id: goal }));
  const steps = [chosen, about].filter((one) => one?.kind === 'step');
  const all = [...stages, ...goals, ...steps.filter((one) => one !== undefined)];
  const options = new Map(all.map((one) => [keyOf(one), one]));
  const group = (kind: About['kind'], label: string) => {
    const ofKind = [...options].filter(([, one]) => one.kind === kind);
    return ofKind.length > 0 && (
      <optgroup label={label}>
        {ofKind.map(([key, one]) => <option key={key} value={key}>{aboutInWords(map, one) || t('notes.about.noWords')}</option>)}
      </optgroup>
    );
  };
  return (
    <div class="pw-notes__about">
      <label for={id}>{t('notes.about')}</label>
      <select id={id} value={about ? keyOf(about) : ''} onChange={(event) => onAbout(options.get(event.currentTarget.value))}>
        <option value="">{t('notes.about.nothing')}</option>
        {group('step', t('notes.about.step'))}
        {group('stage', t('notes.about.stages'))}
        {group('goal', t('notes.about.goals'))}
      </select>
    </div>
  );
}
