/**
 * The maps of a workshop, for facilitators: adding one, empty or as a copy; naming; which is shown first; removing and bringing
 * back. Owns this list and its questions; the server checks each of them again.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { announce, showToast } from '../../../notice/notice';
import { Symbol } from '../../../styles/symbol';
import { Dialog } from '../../../ui/dialog';
import { Choices, TextField } from '../../../ui/field';
import { newCommand } from '../../../workshop/api';
import type { MapFact } from '../../../workshop/facts';
import type { OpenMap } from '../../../workshop/open';
import { Confirm } from '../../common/confirm';
import type { PanelProps } from '../common/panel';
import { useCommand, type CommandRun } from '../common/use-command';
import { goToMap, mapName } from '../common/map-names';

/** Longest name of a map, as the server has it. */
const NAME_CHARS_MAX = 60;

/** What is asked, and of which map. */
type Question = { readonly ask: 'rename' | 'remove'; readonly map: MapFact } | { readonly ask: 'add' };

interface QuestionProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** A name that is typed, and its mistake when it cannot be sent. */
function useName(atFirst: string) {
  const [name, setName] = useState(atFirst);
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const typed = name.trim();
  const check = (): 'good' | 'wrong' => {
    const isLong = Array.from(typed).length > NAME_CHARS_MAX;
    const found = typed === '' ? t('maps.name.empty') : isLong ? t('maps.name.long', { count: NAME_CHARS_MAX }) : undefined;
    setMistake(found);
    if (found !== undefined) document.getElementById('map-name')?.focus();
    return found === undefined ? 'good' : 'wrong';
  };
  const field = <TextField id="map-name" label={t('maps.add.name')} hint={t('maps.add.name.hint')} error={mistake} value={name} onInput={setName} />;
  return { name: typed, check, field, setName };
}

function RenameMap({ open, map, onClose }: QuestionProps & { readonly map: MapFact }) {
  const { name, check, field } = useName(mapName(map));
  const save = async () => {
    if (check() === 'wrong') return 'stay' as const;
    await open.workshop.api.maps.rename(newCommand(), map.id, name);
    showToast(t('maps.rename.done', { name }));
    return 'done' as const;
  };
  return (
    <Confirm title={t('maps.rename.title', { name: mapName(map) })} button={t('maps.save')} tone="usual" onConfirm={save} onClose={onClose}>
      {field}
    </Confirm>
  );
}

function RemoveMap({ open, map, onClose }: QuestionProps & { readonly map: MapFact }) {
  const name = mapName(map);
  const remove = async () => {
    await open.workshop.api.maps.setRemoved(newCommand(), map.id, 'removed');
    showToast(t('maps.remove.done', { name }));
    return 'done' as const;
  };
  return (
    <Confirm title={t('maps.remove.title', { name })} button={t('maps.remove')} onConfirm={remove} onClose={onClose}>
      <p>{t('maps.remove.text')}</p>
    </Confirm>
  );
}

const KINDS = ['current', 'future'] as const;
type Kind = (typeof KINDS)[number];
/** In the choice what a map starts with. */
const EMPTY = 'empty';

/** The kind that the workshop has not, so that most people need not choose. */
function kindAtFirst(maps: readonly MapFact[]): Kind {
  return maps.some((map) => map.kind === 'current') ? 'future' : 'current';
}

function AddMap({ open, onClose, onAdded }: QuestionProps & { readonly onAdded: () => void }) {
  const maps = open.workshop.facts.maps.value.filter((map) => !map.isRemoved);
  const [kind, setKind] = useState<Kind>(() => kindAtFirst(maps));
  const [from, setFrom] = useState(EMPTY);
  const { name, check, field, setName } = useName(t(`maps.${kind}`));
  const chooseKind = (next: Kind) => {
    // A name that nobody typed follows the choice.
    if (name === t(`maps.${kind}`)) setName(t(`maps.${next}`));
    setKind(next);
  };
  const add = async () => {
    if (check() === 'wrong') return 'stay' as const;
    const map = await open.workshop.api.maps.add(newCommand(), { kind, name, ...(from === EMPTY ? {} : { copyOf: from }) });
    onAdded();
    goToMap(map);
    showToast(t('maps.add.done', { name }));
    return 'done' as const;
  };
  const starts = [{ value: EMPTY, label: t('maps.add.empty') }, ...maps.map((map) => ({ value: map.id, label: t('maps.add.copy', { name: mapName(map) }) }))];
  return (
    <Confirm title={t('maps.add')} button={t('maps.add')} tone="usual" onConfirm={add} onClose={onClose}>
      <Choices name="map-kind" legend={t('maps.add.kind')} choices={KINDS.map((value) => ({ value, label: t(`maps.kind.${value}`) }))} value={kind} onChoose={chooseKind} />
      {field}
      <Choices name="map-from" legend={t('maps.add.from')} choices={starts} value={from} onChoose={setFrom} />
      <p class="pw-soft pw-small">{t('maps.add.copy.hint')}</p>
    </Confirm>
  );
}

interface RowProps {
  readonly open: OpenMap;
  readonly map: MapFact;
  readonly command: CommandRun;
  readonly onAsk: (question: Question) => void;
  readonly onClose: () => void;
}

function Tool(props: { readonly words: string; readonly name: string; readonly disabled?: 'true' | undefined; readonly onPress: () => void }) {
  return (
    <button type="button" class="pw-button pw-button--quiet" aria-label={props.name} aria-disabled={props.disabled} onClick={props.onPress}>
      {props.words}
    </button>
  );
}

function MapRow({ open, map, command, onAsk, onClose }: RowProps) {
  const name = mapName(map);
  const { api, facts } = open.workshop;
  const isFirst = facts.meta.value?.map === map.id;
  const isOpen = map.id === open.id;
  const show = () => {
    onClose();
    goToMap(map.id);
    announce(t('maps.shown', { name }));
  };
  const notes = [map.kind === '' ? '' : t(`maps.kind.${map.kind}`), isFirst ? t('maps.first') : '', isOpen ? t('maps.openNow') : ''].filter((note) => note !== '');
  return (
    <li class="pw-person">
      <div class="pw-person__who">
        <bdi class="pw-person__name">{name}</bdi>
        <span class="pw-person__note pw-soft pw-small">{notes.join(' · ')}</span>
      </div>
      <span class="pw-person__tools">
        {!isOpen && <Tool words={t('maps.show')} name={t('maps.show.name', { name })} onPress={show} />}
        <Tool words={t('maps.rename')} name={t('maps.rename.name', { name })} onPress={() => onAsk({ ask: 'rename', map })} />
        {!isFirst && (
          <>
            <Tool
              words={t('maps.makeFirst')}
              name={t('maps.makeFirst.name', { name })}
              disabled={command.disabled}
              onPress={() => void command.run(() => api.maps.showFirst(newCommand(), map.id), t('maps.makeFirst.done', { name }))}
            />
            <Tool words={t('maps.remove')} name={t('maps.remove.name', { name })} onPress={() => onAsk({ ask: 'remove', map })} />
          </>
        )}
      </span>
    </li>
  );
}

function RemovedRow({ open, map, command }: Pick<RowProps, 'open' | 'map' | 'command'>) {
  const name = mapName(map);
  const restore = () => command.run(() => open.workshop.api.maps.setRemoved(newCommand(), map.id, 'shown'), t('maps.restore.done', { name }));
  return (
    <li class="pw-person">
      <div class="pw-person__who">
        <bdi class="pw-person__name">{name}</bdi>
      </div>
      <span class="pw-person__tools">
        <Tool words={t('maps.restore')} name={t('maps.restore.name', { name })} disabled={command.disabled} onPress={() => void restore()} />
      </span>
    </li>
  );
}

/** The maps. */
export function MapsDialog({ open, onClose }: PanelProps) {
  const [question, setQuestion] = useState<Question | undefined>(undefined);
  const command = useCommand();
  const maps = open.workshop.facts.maps.value;
  const removed = maps.filter((map) => map.isRemoved);
  const asked = { open, onClose: () => setQuestion(undefined) };
  return (
    <>
      <Dialog title={t('maps.title')} onClose={onClose}>
        <div class="pw-flow">
          <p>{t('maps.text')}</p>
          <ul class="pw-people">
            {maps.filter((map) => !map.isRemoved).map((map) => (
              <MapRow key={map.id} open={open} map={map} command={command} onAsk={setQuestion} onClose={onClose} />
            ))}
          </ul>
          {command.failure !== undefined && <p class="nhsuk-error-message" role="alert">{command.failure}</p>}
          <button type="button" class="pw-button" onClick={() => setQuestion({ ask: 'add' })}>
            <Symbol name="add" />
            {t('maps.add')}
          </button>
          {removed.length > 0 && (
            <section>
              <h3>{t('maps.removed')}</h3>
              <ul class="pw-people">
                {removed.map((map) => <RemovedRow key={map.id} open={open} map={map} command={command} />)}
              </ul>
            </section>
          )}
        </div>
      </Dialog>
      {question?.ask === 'add' && <AddMap {...asked} onAdded={onClose} />}
      {question?.ask === 'rename' && <RenameMap {...asked} map={question.map} />}
      {question?.ask === 'remove' && <RemoveMap {...asked} map={question.map} />}
    </>
  );
}
