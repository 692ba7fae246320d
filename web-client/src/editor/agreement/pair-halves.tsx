/**
 * What the two halves of a pair say of a part, side by side with equal room: circle and square, the patient side on the
 * left as everywhere. Owns these two cards; says nothing itself.
 */
import { dayInWords, t, type PlainKey } from '../../i18n/translate';
import { SIDES, saysYesToOwnWords, type Half } from '../../model/agreement';
import type { Side } from '../../model/people';
import { Symbol } from '../../styles/symbol';
import type { SymbolName } from '../../styles/symbols';
import type { PairStatements } from '../../workshop/agreement';
import type { EditorState } from '../state/editor-state';

interface Line {
  readonly symbol: SymbolName;
  readonly words: PlainKey;
}

/** What one half says, most telling first. */
function linesOf(half: Half, present: string, side: Side): readonly Line[] {
  const out: Line[] = [];
  if (half.removal !== undefined) out.push({ symbol: 'leaving', words: 'agree.half.removal' });
  if (half.view) out.push({ symbol: 'differ', words: 'agree.half.view' });
  if (half.resolved !== undefined) out.push({ symbol: 'check', words: 'agree.half.resolved' });
  if (half.park === 'parked') out.push({ symbol: 'parked', words: 'agree.half.parked' });
  if (half.park === 'goOn') out.push({ symbol: 'right', words: 'agree.half.goOn' });
  if (half.yes) {
    const older: Line = saysYesToOwnWords(half, present) ? { symbol: 'aroundChanged', words: 'agree.half.around' } : { symbol: 'toAgree', words: 'agree.half.older' };
    out.push(half.yes.fingerprint === present ? { symbol: `${side}Agrees`, words: 'agree.half.agrees' } : older);
  }
  return out.length > 0 ? out : [{ symbol: 'unsaid', words: 'agree.half.nothing' }];
}

function HalfCard(props: { readonly editor: EditorState; readonly says: PairStatements; readonly side: Side; readonly present: string }) {
  const { editor, says, side, present } = props;
  const half = says.acts[side];
  const scribe = half.view?.scribe ?? half.yes?.scribe;
  const lines = linesOf(half, present, side);
  const saysNothing = lines[0]?.words === 'agree.half.nothing';
  return (
    <li class={`pw-half pw-half--${side}`}>
      <p class="pw-half__who">
        <span class={`pw-side pw-side--${side}`}><Symbol name={side} size={1} /></span>
        <span>
          <span class="pw-half__side">{t(`side.${side}`)}</span>
          <strong class="pw-half__name">{editor.nameOf(says.pair[side])}</strong>
        </span>
      </p>
      {lines.map((line) => (
        <p class="pw-half__says" key={line.words}><Symbol name={line.symbol} size={1.125} /><span>{t(line.words)}</span></p>
      ))}
      {half.view && <blockquote class="pw-half__view">{half.view.text}</blockquote>}
      {!half.view && !saysNothing && says.state === 'differ' && <p class="pw-soft pw-small">{t('agree.half.noView')}</p>}
      {scribe !== undefined && <p class="pw-soft pw-small">{t('agree.half.scribe', { name: editor.nameOf(scribe) })}</p>}
    </li>
  );
}

/** Both halves. */
export function PairHalves({ editor, says, present }: { readonly editor: EditorState; readonly says: PairStatements; readonly present: string }) {
  const { agreed, past } = says.acts;
  return (
    <>
      <ul class="pw-halves">
        {SIDES.map((side) => <HalfCard editor={editor} says={says} side={side} present={present} key={side} />)}
      </ul>
      {agreed && says.state === 'agreed' && <p class="pw-soft pw-small">{t('agree.at', { day: dayInWords(new Date(agreed.at).toISOString().slice(0, 10)) })}</p>}
      {past.length > 0 && (
        <details class="pw-past">
          <summary>{t('agree.past', { count: past.length })}</summary>
          {past.map((views) => (
            <ul class="pw-halves" key={views.at}>
              {SIDES.map((side) => (
                <li class={`pw-half pw-half--${side}`} key={side}>
                  <p class="pw-half__who"><span class={`pw-side pw-side--${side}`}><Symbol name={side} size={1} /></span><span class="pw-half__side">{t(`side.${side}`)}</span></p>
                  {views[side] === '' ? <p class="pw-soft pw-small">{t('agree.half.noView')}</p> : <blockquote class="pw-half__view">{views[side]}</blockquote>}
                </li>
              ))}
            </ul>
          ))}
        </details>
      )}
    </>
  );
}
