/**
 * What a pair decides about: the whole map or chosen stages. The two and facilitators ask for other stages, and it counts
 * when both halves have said yes; until then the question stands here with its answers.
 *
 * Owns that section of a pair.
 */
import { useState } from 'preact/hooks';
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { partName } from '../../../editor/words/part-words';
import { t } from '../../../i18n/translate';
import { SIDES } from '../../../model/agreement';
import { stagesOn, type AskedScope, type Pair } from '../../../model/pairs';
import type { Side } from '../../../model/people';
import { Symbol } from '../../../styles/symbol';
import { newCommand } from '../../../workshop/api';
import type { MapFact } from '../../../workshop/facts';
import type { OpenMap } from '../../../workshop/open';
import { goToMap, mapName } from '../common/map-names';
import { useCommand } from '../common/use-command';
import { isChosen, StageChoice, stagesToAsk, type ChosenStages } from './stage-choice';

interface ScopeProps {
  readonly open: OpenMap;
  readonly pair: Pair;
}

/** Who I am to this pair: one half (or who writes for it), a facilitator, or somebody who looks. */
type Standing = { readonly is: 'half'; readonly side: Side; readonly actingFor?: string | undefined } | { readonly is: 'facilitator' | 'other' };

function standingOf({ open, pair }: ScopeProps): Standing {
  const speaker = open.agreement.speaker.value;
  if (speaker.can === 'speak' && speaker.pair === pair.id) return { is: 'half', side: speaker.side, actingFor: speaker.actingFor };
  return { is: open.workshop.me.value.role === 'facilitator' ? 'facilitator' : 'other' };
}

/** Names of stages; those that are no longer on the map are counted. */
function namesOf(open: OpenMap, stages: readonly string[]): string {
  const there = open.map.stages.value.filter((stage) => stages.includes(stage.id)).map(({ id }) => partName(open.map, { kind: 'stage', id }));
  const gone = stages.length - there.length;
  return [...there, ...(gone > 0 ? [t('pairs.scope.gone', { count: gone })] : [])].join(', ');
}

/** The maps of the workshop that show; one alone needs no name. */
function shownMaps(open: OpenMap): readonly MapFact[] {
  return open.workshop.facts.maps.value.filter((map) => !map.isRemoved);
}

/** What a map is called where the workshop has several; nothing where there is no other, or none of this id. */
function nameAmongSeveral(open: OpenMap, id: string): string | undefined {
  const shown = shownMaps(open);
  const map = shown.find((one) => one.id === id);
  return map && shown.length > 1 ? mapName(map) : undefined;
}

/** What a pair decides about, in words, the map that is open first. Stages of other maps have no names here: they are counted. */
function scopesInWords({ open, pair }: ScopeProps): readonly string[] {
  const stages = stagesOn(pair, open.id);
  const here = stages === undefined ? t('pairs.scope.whole') : t('pairs.scope.only', { stages: namesOf(open, stages) });
  const name = nameAmongSeveral(open, open.id);
  if (name === undefined) return [here];
  const others = shownMaps(open).filter(({ id }) => id !== open.id).map((map) => {
    const chosen = stagesOn(pair, map.id);
    return t('pairs.scope.onMap', { map: mapName(map), scope: chosen === undefined ? t('pairs.scope.whole') : t('pairs.scope.someOf', { count: chosen.length }) });
  });
  return [t('pairs.scope.onMap', { map: name, scope: here }), ...others];
}

/** Who asks for what, and on which map where that is not plain. */
function questionInWords(open: OpenMap, asked: AskedScope): string {
  const name = editorStateOf(open).nameOf(asked.by);
  const map = nameAmongSeveral(open, asked.map);
  if (asked.map === open.id) return map === undefined ? t('pairs.scope.asks', { name }) : t('pairs.scope.asksOn', { name, map });
  if (map === undefined) return t('pairs.scope.otherMap', { name });
  return asked.stages.length === 0 ? t('pairs.scope.otherWhole', { name, map }) : t('pairs.scope.otherNamed', { name, map, count: asked.stages.length });
}

/** The section. */
export function PairScope({ open, pair }: ScopeProps) {
  const [choosing, setChoosing] = useState<'yes' | 'no'>('no');
  const standing = standingOf({ open, pair });
  const asked = pair.askedScope;
  return (
    <div class="pw-scope">
      {(asked || choosing === 'no') && (
        <div class="pw-pair__text">
          <p class="pw-scope__now"><span class="pw-soft pw-small">{t('pairs.scope')}</span>{scopesInWords({ open, pair }).map((words) => <span class="pw-scope__map" dir="auto" key={words}>{words}</span>)}</p>
          {standing.is !== 'other' && !asked && (
            <button type="button" class="pw-button pw-button--quiet" onClick={() => setChoosing('yes')}><Symbol name="edit" size={1.125} />{t('pairs.scope.change')}</button>
          )}
        </div>
      )}
      {asked && <Question open={open} pair={pair} asked={asked} standing={standing} />}
      {!asked && choosing === 'yes' && standing.is !== 'other' && <Ask open={open} pair={pair} standing={standing} onClose={() => setChoosing('no')} />}
    </div>
  );
}

/** Asking for other stages. */
function Ask({ open, pair, standing, onClose }: ScopeProps & { readonly standing: Standing; onClose(): void }) {
  const { failure, run, disabled } = useCommand();
  const [chosen, setChosen] = useState<ChosenStages>(() => { const stages = stagesOn(pair, open.id); return stages ? new Set(stages) : 'whole'; });
  const [isEmpty, setEmpty] = useState<'empty' | 'fine'>('fine');
  const ask = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!isChosen(open, chosen)) return setEmpty('empty');
    const actingFor = standing.is === 'half' ? standing.actingFor : undefined;
    const scope = { map: open.id, stages: [...stagesToAsk(open, chosen)] };
    const done = await run(() => open.workshop.api.askScope(newCommand(), pair.id, { scope, ...(actingFor === undefined ? {} : { actingFor }) }), t('pairs.scope.said.ask'));
    if (done === 'done') onClose();
  };
  return (
    <form class="pw-flow" noValidate onSubmit={(event) => void ask(event)}>
      <StageChoice open={open} chosen={chosen} error={isEmpty === 'empty' && !isChosen(open, chosen) ? t('pairs.scope.none') : undefined} onChoose={setChosen} />
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
      <div class="pw-row">
        <button type="submit" class="pw-button" aria-disabled={disabled}>{t(standing.is === 'half' ? 'pairs.scope.ask' : 'pairs.scope.askBoth')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={onClose}>{t('button.cancel')}</button>
      </div>
    </form>
  );
}

/** A question that waits for an answer of one half or of both. */
function Question({ open, pair, asked, standing }: ScopeProps & { readonly asked: AskedScope; readonly standing: Standing }) {
  const { failure, run, disabled } = useCommand();
  const editor = editorStateOf(open);
  const actingFor = standing.is === 'half' ? standing.actingFor : undefined;
  const answer = { scope: { map: asked.map, stages: [...asked.stages] }, ...(actingFor === undefined ? {} : { actingFor }) };
  const accept = () => run(() => open.workshop.api.acceptScope(newCommand(), pair.id, answer), t('pairs.scope.said.accept'));
  const decline = () => run(() => open.workshop.api.declineScope(newCommand(), pair.id, answer), t('pairs.scope.said.decline'));
  const waiting = SIDES.filter((side) => !asked.yes.includes(side));
  const isAsked = standing.is === 'half' && waiting.includes(standing.side);
  const isMine = asked.by === (actingFor ?? open.workshop.entry.participant);
  // The stages of another map have no names here: nobody says yes to what they cannot read.
  const isHere = asked.map === open.id;
  const what = asked.stages.length === 0 ? t('pairs.scope.whole') : namesOf(open, asked.stages);
  return (
    <div class="pw-note pw-note--warm pw-scope__question">
      <p>{questionInWords(open, asked)}</p>
      {isHere && <p dir="auto"><strong>{what}</strong></p>}
      {isAsked && <p class="pw-small">{t('pairs.scope.hint')}</p>}
      {!isAsked && <p class="pw-small">{t('pairs.scope.waits', { names: waiting.map((side) => editor.nameOf(pair[side])).join(', ') })}</p>}
      {failure !== undefined && <p class="nhsuk-error-message" role="alert">{failure}</p>}
      {standing.is !== 'other' && (
        <div class="pw-row">
          {isAsked && isHere && <button type="button" class="pw-button" aria-disabled={disabled} onClick={() => void accept()}><Symbol name="check" size={1.125} />{t('pairs.scope.accept')}</button>}
          {isAsked && !isHere && nameAmongSeveral(open, asked.map) !== undefined && <button type="button" class="pw-button" onClick={() => goToMap(asked.map)}>{t('pairs.scope.open', { map: nameAmongSeveral(open, asked.map) ?? '' })}</button>}
          <button type="button" class="pw-button pw-button--plain" aria-disabled={disabled} onClick={() => void decline()}>{t(isMine ? 'pairs.takeBack' : 'pairs.scope.decline')}</button>
        </div>
      )}
    </div>
  );
}
