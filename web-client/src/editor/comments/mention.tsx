/**
 * Mentioning people while writing: typing `@` and the beginning of a name, or pressing the button, offers a list that is
 * used by arrow keys, touch or mouse. Owns that list and what it puts into the field.
 */
import { useState } from 'preact/hooks';
import { folded } from '../../i18n/folded';
import { t } from '../../i18n/translate';
import { announce } from '../../notice/notice';
import { RoleSymbol, roleWord } from '../../ui/who';
import type { Talk, TalkPerson } from '../../workshop/talk';
import { nameOf } from '../words/talk-words';
import type { ChosenName } from '../words/chosen-names';

/** Most people in the list at once; typing more of the name narrows it. */
const PEOPLE_SHOWN_MAX = 8;
/** An `@` with the beginning of a name, right before the cursor; no name is longer. */
const ASKED = /(?:^|\s)@([^\s@]{0,60})$/u;

/** The field that people are mentioned in. */
interface MentionField {
  readonly talk: Talk;
  /** Id of the list. */
  readonly listId: string;
  readonly area: { readonly current: HTMLTextAreaElement | null };
  /** Writes the whole text of the field, with the caret where it is put next and, when somebody was chosen, whom it means. */
  readonly write: (text: string, caret: number, chosen?: ChosenName) => void;
}

/** What the field needs to offer people. */
export function useMentions({ talk, listId, area, write }: MentionField) {
  const [asked, setAsked] = useState<string | undefined>(undefined);
  const found = asked === undefined ? [] : peopleFor(talk, asked);
  const close = () => setAsked(undefined);
  const goToList = () => document.getElementById(listId)?.querySelector<HTMLElement>('[role=option]')?.focus();
  /** The cursor may have come to, or left, the beginning of a name. */
  const look = () => {
    const field = area.current;
    const next = field ? ASKED.exec(field.value.slice(0, field.selectionStart))?.[1] : undefined;
    if (next !== undefined && asked === undefined) announce(t('talk.mention.found', { count: peopleFor(talk, next).length }));
    setAsked(next);
  };
  const put = (field: HTMLTextAreaElement, before: string, { behind, chosen }: { readonly behind: string; readonly chosen?: ChosenName }) => {
    write(before + behind, before.length, chosen);
    requestAnimationFrame(() => field.setSelectionRange(before.length, before.length));
  };
  const pick = (person: TalkPerson) => {
    const field = area.current;
    if (!field) return;
    // Put together and not replaced: a name may hold signs that mean something to a replacement.
    const before = field.value.slice(0, field.selectionStart).replace(/@[^\s@]*$/, '');
    const behind = field.value.slice(field.selectionStart);
    const chosen = { at: before.length, name: person.nickname, participant: person.participant };
    typeOver(field, before.length, `@${person.nickname} `);
    put(field, `${before}@${person.nickname} `, { behind, chosen });
    close();
  };
  const ask = () => {
    const field = area.current;
    if (!field) return;
    const before = field.value.slice(0, field.selectionStart);
    put(field, `${before}${before === '' || /\s$/.test(before) ? '' : ' '}@`, { behind: field.value.slice(field.selectionStart) });
    setAsked('');
    requestAnimationFrame(goToList);
  };
  /** True when the key was meant for the list. */
  const takesKey = (event: KeyboardEvent): boolean => {
    if (found.length === 0 || (event.key !== 'ArrowDown' && event.key !== 'Escape')) return false;
    keep(event);
    if (event.key === 'Escape') close();
    else goToList();
    return true;
  };
  const back = () => {
    close();
    area.current?.focus();
  };
  return { found, look, pick, ask, takesKey, back };
}

/** Types what stands from `start` to the cursor anew, as a person would: words that a script puts into a field end the browser's undo there. */
function typeOver(field: HTMLTextAreaElement, start: number, words: string): void {
  field.focus();
  field.setSelectionRange(start, field.selectionStart);
  // Deprecated, and the one way; where there is none, the field is written and only its undo is lost.
  document.execCommand?.('insertText', false, words);
}

/** Everybody else whose name begins with what was typed, in any of its words. */
function peopleFor(talk: Talk, typed: string): readonly TalkPerson[] {
  const wanted = folded(typed);
  const fits = (person: TalkPerson) => !person.isMe && folded(person.nickname).split(/\s+/).some((word) => word.startsWith(wanted));
  return talk.people().filter(fits).slice(0, PEOPLE_SHOWN_MAX);
}

/** A key that is used up here: the panel or dialog around must not close for it. */
function keep(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** The people to choose from: a plain list that has the focus itself while one chooses. */
export function MentionList(props: { readonly id: string; readonly people: readonly TalkPerson[]; readonly onPick: (person: TalkPerson) => void; readonly onBack: () => void }) {
  const { id, people, onPick, onBack } = props;
  const onKey = (event: KeyboardEvent, index: number) => {
    const options = [...document.querySelectorAll<HTMLElement>(`#${CSS.escape(id)} [role=option]`)];
    const next: Record<string, number> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: options.length - 1 };
    const wanted = next[event.key];
    const person = people[index];
    if (wanted !== undefined) options[(wanted + options.length) % options.length]?.focus();
    else if ((event.key === 'Enter' || event.key === ' ') && person) onPick(person);
    else if (event.key === 'Escape') onBack();
    else return;
    keep(event);
  };
  return (
    <div class="pw-people-list" id={id} role="listbox" aria-label={t('talk.mention.list')}>
      {people.map((person, index) => (
        <div
          role="option" aria-selected="false" tabIndex={-1} class="pw-people-list__one" key={person.participant}
          onClick={() => onPick(person)} onKeyDown={(event) => onKey(event, index)}
        >
          {person.role && <RoleSymbol role={person.role} size={1} />}
          <span>{nameOf(person)}</span>
          {person.role && <span class="pw-soft">{roleWord(person.role)}</span>}
        </div>
      ))}
    </div>
  );
}
