/**
 * One shared idea in its panel: its words, who had it, what it is about, its theme, what became of it, and what can be done with it. Owns
 * that card; what is asked opens a dialog of the panel.
 */
import { becameWords, IdeaBecame, IdeaBy } from '../../../../editor/ideas/idea-lines';
import { editorStateOf } from '../../../../editor/state/editor-state-of';
import { t } from '../../../../i18n/translate';
import { BECOMES, sortedOf, type Became, type Becomes } from '../../../../model/session/idea-sorting';
import type { Idea } from '../../../../model/session/shared-notes';
import { Symbol } from '../../../../styles/symbol';
import type { SymbolName } from '../../../../styles/symbols';
import { Menu, MenuItem } from '../../../../ui/menu';
import { newCommand } from '../../../../workshop/api';
import type { OpenMap } from '../../../../workshop/open';
import { useCommand } from '../../common/use-command';
import { aboutInWords } from '../notes/about';
import type { Writer } from '../notes/writers';
import type { SortBy } from './groups';
import { forWhom } from './who';

const MAKE_SYMBOLS: Readonly<Record<Becomes, SymbolName>> = { step: 'add', goal: 'goal', comment: 'comment' };
/** How much of an idea names its buttons, in letters. */
const NAME_UNITS = 60;

interface CardProps {
  readonly open: OpenMap;
  readonly idea: Idea;
  readonly by: SortBy;
  /** For whom I sort; nobody for who looks on. */
  readonly sorter: Writer | undefined;
  readonly onTheme: (idea: Idea) => void;
  readonly onMake: (idea: Idea, kind: Becomes) => void;
  readonly onGo: (became: Became) => void;
}

/** What can be made of an idea by me now. */
function offered(open: OpenMap): readonly Becomes[] {
  const editor = editorStateOf(open);
  const mayComment = editor.talk.mayComment.value && !editor.talk.isListenOnly.value;
  return BECOMES.filter((kind) => (kind === 'comment' ? mayComment : editor.canEdit.value));
}

/** What became of it, the way there, and taking that back. */
function BecameLine({ open, idea, became, sorter, onGo }: Pick<CardProps, 'open' | 'idea' | 'sorter' | 'onGo'> & { readonly became: Became }) {
  const editor = editorStateOf(open);
  const command = useCommand();
  const name = t('ideas.notBecame', { words: becameWords(editor, became).words });
  const takeBack = () => void command.run(() => open.workshop.api.session.sayIdeaBecame(newCommand(), idea.id, { was: { ...became }, ...forWhom(sorter) }), t('ideas.notBecame.done'));
  return (
    <>
      <div class="pw-ideas__became">
        <IdeaBecame editor={editor} became={became} onGo={onGo} />
        {sorter && <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={name} title={name} aria-disabled={command.disabled} onClick={takeBack}><Symbol name="undo" size={1.125} /></button>}
      </div>
      {command.failure !== undefined && <p class="pw-note pw-note--warm" role="alert">{command.failure}</p>}
    </>
  );
}

/** The card. */
export function IdeaCard({ open, idea, by, sorter, onTheme, onMake, onGo }: CardProps) {
  const editor = editorStateOf(open);
  const { sorting } = open.workshop.session;
  const { theme, became } = sortedOf(sorting.value, idea.id);
  const themeName = sorting.value.themes.find(({ id }) => id === theme)?.name;
  // The stage is said by the group already.
  const about = idea.about && (by === 'theme' || idea.about.kind !== 'stage') ? aboutInWords(open.map, idea.about) : undefined;
  const kinds = sorter ? offered(open) : [];
  const name = idea.text.replace(/\s+/g, ' ').slice(0, NAME_UNITS);
  return (
    <li class="pw-ideas__card" data-idea={idea.id}>
      <p class="pw-idea__words" dir="auto">{idea.text}</p>
      <IdeaBy editor={editor} idea={idea} />
      {about && <p class="pw-soft pw-small" dir="auto">{t('ideas.about', { title: about })}</p>}
      {by === 'stage' && themeName !== undefined && <p class="pw-soft pw-small" dir="auto">{t('ideas.inTheme', { name: themeName })}</p>}
      {became && <BecameLine open={open} idea={idea} became={became} sorter={sorter} onGo={onGo} />}
      {sorter && (
        <div class="pw-ideas__tools">
          <button type="button" class="pw-button pw-button--quiet pw-button--small" aria-label={t('ideas.theme.of', { words: name })} onClick={() => onTheme(idea)}><Symbol name="list" size={1} />{t('ideas.theme')}</button>
          {!became && kinds.length > 0 && (
            <Menu buttonClass="pw-button pw-button--quiet pw-button--small" name={t('ideas.make.of', { words: name })} label={<><span>{t('ideas.make')}</span><Symbol name="chevron" size={1} /></>}>
              {kinds.map((kind) => <MenuItem key={kind} symbol={MAKE_SYMBOLS[kind]} onChoose={() => onMake(idea, kind)}>{t(`ideas.make.${kind}`)}</MenuItem>)}
            </Menu>
          )}
        </div>
      )}
    </li>
  );
}
