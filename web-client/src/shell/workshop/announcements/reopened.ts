/**
 * That what both partners had agreed says something else by now: told to the two, wherever they are, with the way to it.
 * Owns the gathering of one burst of edits into one message; the kind can be silenced (notice/notice.ts).
 */
import { effect } from '@preact/signals';
import { agreedName } from '../../../editor/words/agreement-words';
import { editorStateOf } from '../../../editor/state/editor-state-of';
import { t } from '../../../i18n/translate';
import { nameOfPart, type AgreePart } from '../../../model/meaning';
import { showToast } from '../../../notice/notice';
import type { OpenMap } from '../../../workshop/open';

/** How long changes are gathered, in milliseconds: a sentence is written letter by letter, and some words come back at once. */
const GATHER_MS = 3_000;

/** The parts that my pair had agreed and that have changed since, by name. */
function changedSince(open: OpenMap): ReadonlyMap<string, AgreePart> {
  const { agreement } = open;
  if (agreement.speaker.value.can !== 'speak') return new Map();
  const hasChanged = (part: AgreePart) => {
    const mine = agreement.mine(part);
    return 'changedSince' in mine && mine.changedSince;
  };
  return new Map(agreement.partsWithStatements.value.filter(hasChanged).map((part) => [nameOfPart(part), part]));
}

/** Says it until stopped. */
export function announceReopened(open: OpenMap): () => void {
  let told: ReadonlyMap<string, AgreePart> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    const before = told ?? new Map<string, AgreePart>();
    const now = changedSince(open);
    told = now;
    const [first, ...others] = [...now].filter(([name]) => !before.has(name)).map(([, part]) => part);
    if (!first) return;
    const words = others.length === 0 ? t('announce.reopened', { title: agreedName(open.map, first) }) : t('announce.reopenedMany', { count: others.length + 1 });
    showToast(words, { kind: 'agreement', action: { label: t('announce.reopened.show'), run: () => editorStateOf(open).openAgreementPart(first) } });
  };
  const stop = effect(() => {
    const now = changedSince(open);
    if (!open.ready.value || !open.isRecordKnown.value || !open.workshop.areFactsKnown.value) return;
    // What had changed before I came is no news.
    if (told === undefined) told = now;
    else timer ??= setTimeout(say, GATHER_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
