/**
 * The quiet count of what is agreed: all together, by stage and by pair. Each number leads to these parts in the list. For
 * everybody, and never a ranking of people. Owns that dialog.
 */
import { AGREE_STATES, type AgreeState } from '../../model/agreement';
import { numberInWords, t } from '../../i18n/translate';
import { Symbol } from '../../styles/symbol';
import { Dialog } from '../../ui/dialog';
import type { StateCounts } from '../../workshop/agreement';
import { pairName } from '../state/pair-name';
import { aroundChanged } from './around-questions';
import { countedTag, walkWords } from '../words/agreement-words';
import type { EditorState, Filter } from '../state/editor-state';
import { partName } from '../words/part-words';

/** From what both said yes to, to what nobody has talked about yet. */
const SHOWN: readonly AgreeState[] = [...AGREE_STATES].reverse();

function Counts(props: { readonly editor: EditorState; readonly tally: StateCounts; readonly filter: Omit<Filter, 'states'>; readonly look?: 'large' }) {
  const { editor, tally, filter, look } = props;
  const show = (state: AgreeState) => editor.showOnly({ ...filter, states: [state] });
  return (
    <ul class={`pw-counts${look ? ' pw-counts--large' : ''}`}>
      {SHOWN.filter((state) => tally[state] > 0).map((state) => {
        const { symbol, word } = countedTag(state, filter.pair === undefined && editor.agreement.pairs.value.length > 1 ? 'forAll' : 'forOnePair');
        return (
          <li key={state}>
            <button type="button" class={`pw-counts__one pw-state--${symbol}`} aria-label={t('summary.name', { number: numberInWords(tally[state]), state: word })} onClick={() => show(state)}>
              <Symbol name={symbol} size={1.125} /><strong>{numberInWords(tally[state])}</strong> <span>{word}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The dialog. */
export function AgreementSummary({ editor, onClose }: { readonly editor: EditorState; onClose(): void }) {
  const { agreement, map } = editor;
  const { all, byStage, byPair } = agreement.summary.value;
  const around = aroundChanged(agreement).length;
  const stages = [...map.stages.value.map((stage) => stage.id), ''].filter((stage) => byStage.has(stage));
  return (
    <Dialog title={t('summary.title')} onClose={onClose} size="wide">
      {agreement.parts.value.length === 0 ? <p>{t('summary.nothing')}</p> : <p class="pw-soft">{t('summary.text')}</p>}
      <Counts editor={editor} tally={all} filter={{}} look="large" />
      <div class="pw-row">
        <button type="button" class="pw-button" onClick={() => editor.openDialog({ name: 'walk' })}><Symbol name="toAgree" size={1.125} />{walkWords(agreement, '')}</button>
        {around > 0 && <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openDialog({ name: 'around' })}><Symbol name="aroundChanged" size={1.125} />{t('around.open', { count: around })}</button>}
        <button type="button" class="pw-button pw-button--plain" onClick={() => editor.openAgreementPart({ kind: 'map', id: 'map' })}><Symbol name="map" size={1.125} />{t('agree.whole')}</button>
      </div>
      {stages.length > 0 && (
        <section>
          <h3>{t('summary.byStage')}</h3>
          <dl class="pw-count-list">
            {stages.map((stage) => {
              const name = stage === '' ? t('summary.noStage') : partName(map, { kind: 'stage', id: stage });
              const words = t(stage === '' ? 'stage.agree.rest' : 'stage.agree');
              return (
                <div key={stage}>
                  <dt>{name}</dt>
                  <dd>
                    <Counts editor={editor} tally={byStage.get(stage) ?? all} filter={{ stage }} />
                    <button type="button" class="pw-button pw-button--quiet" aria-label={t('summary.read', { words, name })} onClick={() => editor.openDialog({ name: 'stagePage', stage })}><Symbol name="list" size={1.125} />{words}</button>
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      )}
      <section>
        <h3>{t('summary.byPair')}</h3>
        {byPair.size === 0 && <p class="pw-soft">{t('summary.noPairs')}</p>}
        <dl class="pw-count-list">
          {agreement.pairs.value.map((pair) => (
            <div key={pair.id}>
              <dt>{pairName(editor, pair)}</dt>
              <dd><Counts editor={editor} tally={byPair.get(pair.id) ?? all} filter={{ pair: pair.id }} /></dd>
            </div>
          ))}
        </dl>
      </section>
    </Dialog>
  );
}
