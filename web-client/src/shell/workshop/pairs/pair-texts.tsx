/**
 * The words of a pair: its name, its shared challenge, and how the two work together. Whoever may change them does so one
 * field at a time; when the other changed the same words meanwhile, both are shown and nothing is lost.
 *
 * Owns these fields.
 */
import { useState } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import type { Pair, PairField } from '../../../model/pairs';
import { Symbol } from '../../../styles/symbol';
import { TextArea, TextField } from '../../../ui/field';
import { ApiError, newCommand } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { wordsForFailure } from '../../common/use-answer';

/** Words of a pair that are being changed: what the field said at the beginning, and what was typed. */
export interface PairDraft {
  readonly was: string;
  readonly text: string;
}

/** Every change that was begun, by pair and field; kept by the dialog, so that a pair that ends takes no words with it. */
export interface PairDrafts {
  readonly all: ReadonlyMap<string, PairDraft>;
  put(key: string, draft: PairDraft | undefined): void;
}

function draftKey(pair: Pair, field: PairField): string {
  return `${pair.id}/${field}`;
}

/** Whether words of a pair are being changed. */
export function isBeingWorded(drafts: PairDrafts, pair: Pair): boolean {
  return FIELDS.some((field) => drafts.all.has(draftKey(pair, field)));
}

/** Who looks at the words: one of the two, a facilitator, or somebody else. */
export type Reader = 'half' | 'facilitator' | 'other';

const FIELDS = ['name', 'challenge', 'howWeWork'] as const satisfies readonly PairField[];
const CONFLICT = 409;

/** The fields of one pair. */
export function PairTexts({ workshop, pair, who, drafts }: { readonly workshop: OpenWorkshop; readonly pair: Pair; readonly who: Reader; readonly drafts: PairDrafts }) {
  return (
    <dl class="pw-pair__words">
      {FIELDS.filter((field) => drafts.all.has(draftKey(pair, field)) || who === 'half' || pair[field] !== '' || (who === 'facilitator' && field !== 'howWeWork')).map((field) => (
        <div key={field}>
          <dt>{t(`pairs.${field}`)}</dt>
          <dd><PairText workshop={workshop} pair={pair} field={field} drafts={drafts} mayChange={who === 'half' || (who === 'facilitator' && field !== 'howWeWork') ? 'yes' : 'no'} /></dd>
        </div>
      ))}
    </dl>
  );
}

/** One field: its words, or the form to change them. */
function PairText(props: { readonly workshop: OpenWorkshop; readonly pair: Pair; readonly field: PairField; readonly drafts: PairDrafts; readonly mayChange: 'yes' | 'no' }) {
  const { workshop, pair, field, drafts, mayChange } = props;
  const draft = drafts.all.get(draftKey(pair, field));
  const setDraft = (next: PairDraft | undefined) => drafts.put(draftKey(pair, field), next);
  if (draft) return <Change workshop={workshop} pair={pair} field={field} draft={draft} onDraft={setDraft} />;
  const words = pair[field];
  return (
    <div class="pw-pair__text">
      <p class={words === '' ? 'pw-soft' : 'pw-pair__said'}>{words === '' ? t('pairs.unsaid') : words}</p>
      {mayChange === 'yes' && (
        <button type="button" class="pw-button pw-button--quiet" aria-label={`${t('edit.part')}: ${t(`pairs.${field}`)}`} onClick={() => setDraft({ was: words, text: words })}>
          <Symbol name="edit" size={1.125} />{t('edit.part')}
        </button>
      )}
    </div>
  );
}

interface ChangeProps {
  readonly workshop: OpenWorkshop;
  readonly pair: Pair;
  readonly field: PairField;
  readonly draft: PairDraft;
  onDraft(draft: PairDraft | undefined): void;
}

/** The form of one field. */
function Change({ workshop, pair, field, draft, onDraft }: ChangeProps) {
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState<'busy' | 'ready'>('ready');
  const meanwhile = pair[field] !== draft.was;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy === 'busy') return;
    if (pair.state === 'ended') return setFailure(t('pairs.ended.words'));
    setBusy('busy');
    setFailure(undefined);
    try {
      await workshop.api.wordPair(newCommand(), pair.id, { field, was: draft.was, text: draft.text.trim() });
      onDraft(undefined);
      return;
    } catch (error) {
      setFailure(error instanceof ApiError && error.status === CONFLICT ? t('pairs.meanwhile') : wordsForFailure(error));
    }
    setBusy('ready');
  };
  const id = `pair-${pair.id}-${field}`;
  const shared = { id, label: t(`pairs.${field}`), value: draft.text, error: failure, onInput: (text: string) => onDraft({ ...draft, text }) };
  return (
    <form class="pw-flow" noValidate onSubmit={(event) => void save(event)}>
      {field === 'name' ? <TextField {...shared} /> : <TextArea {...shared} rows={field === 'howWeWork' ? 6 : 3} hint={field === 'howWeWork' ? t('pairs.howWeWork.hint') : undefined} />}
      {meanwhile && (
        <div class="pw-note">
          <p>{t('pairs.meanwhile.now')}</p>
          <blockquote class="pw-half__view">{pair[field] === '' ? t('pairs.unsaid') : pair[field]}</blockquote>
          <button type="button" class="pw-button pw-button--plain" onClick={() => { setFailure(undefined); onDraft({ ...draft, was: pair[field] }); }}>{t('pairs.meanwhile.mine')}</button>
        </div>
      )}
      <div class="pw-row">
        <button type="submit" class="pw-button" aria-disabled={busy === 'busy' ? 'true' : undefined}>{t('pairs.save')}</button>
        <button type="button" class="pw-button pw-button--quiet" onClick={() => onDraft(undefined)}>{t('button.cancel')}</button>
      </div>
    </form>
  );
}
