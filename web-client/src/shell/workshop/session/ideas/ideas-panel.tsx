/**
 * The panel of shared ideas beside the map, on a phone in its place: by stage or by theme, each with what can be done with it, and the way
 * to one more. Owns what is shown first and which dialog is open.
 */
import { useSignalEffect } from '@preact/signals';
import { useId, useRef, useState } from 'preact/hooks';
import { PHONE_QUERY } from '../../../../editor/frame';
import { goToBecame } from '../../../../editor/ideas/idea-lines';
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { t } from '../../../../i18n/translate';
import type { Became, Becomes, Theme } from '../../../../model/session/idea-sorting';
import type { Idea } from '../../../../model/session/shared-notes';
import { Symbol } from '../../../../styles/symbol';
import type { OpenMap } from '../../../../workshop/open';
import { writersOf, type Writer } from '../notes/writers';
import { AddIdea } from './add-idea';
import { groupsOf, type IdeaGroup, type SortBy } from './groups';
import { IdeaCard } from './idea-card';
import { MakeDialog } from './make-dialog';
import { RenameTheme, ThemeDialog } from './theme-dialog';
import { isLockedForMe, sortersOf } from './who';
import '../../../../editor/ideas/idea-lines.scss';
import '../notes/notes.scss';
import './ideas.scss';

/** The dialog that is open. */
type Asked =
  | { readonly name: 'theme'; readonly idea: Idea }
  | { readonly name: 'make'; readonly idea: Idea; readonly kind: Becomes }
  | { readonly name: 'rename'; readonly theme: Theme };

interface PanelProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** How the ideas are sorted: by stage or by theme. */
function SortSwitch({ by, onBy }: { readonly by: SortBy; readonly onBy: (by: SortBy) => void }) {
  const id = useId();
  return (
    <div class="pw-ideas__sort">
      <span id={id} class="pw-soft pw-small">{t('ideas.by')}</span>
      <div class="pw-switch" role="group" aria-labelledby={id}>
        {(['stage', 'theme'] as const).map((one) => <button type="button" class="pw-switch__side" key={one} aria-pressed={by === one} onClick={() => onBy(one)}>{t(`ideas.by.${one}`)}</button>)}
      </div>
    </div>
  );
}

/** The head of a group; a theme has another name when somebody gives it one. */
function GroupHead({ group, onRename }: { readonly group: IdeaGroup; readonly onRename: (() => void) | undefined }) {
  return (
    <div class="pw-ideas__head">
      <h3 dir="auto" tabIndex={-1} data-group={group.id}>{group.title} <span class="pw-soft">({group.ideas.length})</span></h3>
      {onRename && (
        <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('ideas.theme.rename', { name: group.title })} title={t('ideas.theme.rename', { name: group.title })} onClick={onRename}>
          <Symbol name="edit" size={1.125} />
        </button>
      )}
    </div>
  );
}

/** The way to one more idea, or why there is none. */
function Add({ open, sorters }: { readonly open: OpenMap; readonly sorters: readonly Writer[] }) {
  const [isAdding, setIsAdding] = useState<'yes' | 'no'>('no');
  const button = useRef<HTMLButtonElement>(null);
  if (sorters.length === 0) {
    const isLocked = isLockedForMe(open.workshop) && writersOf(open.workshop).length > 0;
    return isLocked ? <p class="pw-note" role="status">{t('ideas.locked')}</p> : null;
  }
  const close = () => {
    setIsAdding('no');
    requestAnimationFrame(() => button.current?.focus());
  };
  if (isAdding === 'yes') return <AddIdea open={open} writers={sorters} onClose={close} />;
  return <button type="button" class="pw-button pw-button--plain" ref={button} onClick={() => setIsAdding('yes')}><Symbol name="add" size={1.125} />{t('ideas.add')}</button>;
}

/** The dialog that was asked for. */
function AskedDialog({ open, asked, sorter, onClose }: PanelProps & { readonly asked: Asked; readonly sorter: Writer | undefined }) {
  const { workshop } = open;
  switch (asked.name) {
    case 'theme': return <ThemeDialog workshop={workshop} sorter={sorter} idea={asked.idea} onClose={onClose} />;
    case 'make': return <MakeDialog open={open} sorter={sorter} idea={asked.idea} kind={asked.kind} onClose={onClose} />;
    case 'rename': return <RenameTheme workshop={workshop} sorter={sorter} theme={asked.theme} onClose={onClose} />;
  }
}

/** Brings the ideas of a stage into sight when they are asked for, at the map or in the list. */
function useAskedStage(open: OpenMap, show: (by: SortBy) => void) {
  const root = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const { ideasRequested } = editorStateOf(open);
    const stage = ideasRequested.value;
    if (stage === undefined) return;
    ideasRequested.value = undefined;
    if (stage === '') return;
    show('stage');
    // After the panel has taken the focus, and the groups are drawn.
    requestAnimationFrame(() => {
      const head = root.current?.querySelector<HTMLElement>(`[data-group="${CSS.escape(stage)}"]`);
      head?.scrollIntoView({ block: 'start' });
      head?.focus({ preventScroll: true });
    });
  });
  return root;
}

/** The panel. */
export function IdeasPanel({ open, onClose }: PanelProps) {
  const { workshop } = open;
  const [by, setBy] = useState<SortBy>('stage');
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const root = useAskedStage(open, setBy);
  const sorters = sortersOf(workshop);
  const [sorter] = sorters;
  const groups = groupsOf(open, by);
  const { themes } = workshop.session.sorting.value;
  const go = (became: Became) => {
    // A phone shows one thing at a time.
    if (matchMedia(PHONE_QUERY).matches) onClose();
    goToBecame(editorStateOf(open), became);
  };
  return (
    <div class="pw-ideas" ref={root}>
      <Add open={open} sorters={sorters} />
      {groups.length === 0 && <p class="pw-soft">{t(sorter ? 'ideas.none' : 'ideas.none.look')}</p>}
      {groups.length > 0 && <SortSwitch by={by} onBy={setBy} />}
      {groups.map((group) => {
        const theme = by === 'theme' ? themes.find(({ id }) => id === group.id) : undefined;
        return (
          <section key={`${by}:${group.id}`} class="pw-ideas__group">
            <GroupHead group={group} onRename={theme && sorter ? () => setAsked({ name: 'rename', theme }) : undefined} />
            <ul class="pw-ideas__list">
              {group.ideas.map((idea) => (
                <IdeaCard
                  key={idea.id} open={open} idea={idea} by={by} sorter={sorter} onGo={go}
                  onTheme={(one) => setAsked({ name: 'theme', idea: one })} onMake={(one, kind) => setAsked({ name: 'make', idea: one, kind })}
                />
              ))}
            </ul>
          </section>
        );
      })}
      {asked && <AskedDialog open={open} asked={asked} sorter={sorter} onClose={() => setAsked(undefined)} />}
    </div>
  );
}
