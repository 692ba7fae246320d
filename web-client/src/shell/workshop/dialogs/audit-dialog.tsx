/**
 * What happened: the audit of the workshop for facilitators, newest first, in words. It holds ids and roles only; names
 * are put in from the roster of now. Owns the words of each act.
 */
import { useEffect, useState } from 'preact/hooks';
import { talkedAbout } from '../../../editor/words/talk-words';
import { momentInWords, t } from '../../../i18n/translate';
import { Dialog } from '../../../ui/dialog';
import { roleWord } from '../../../ui/who';
import type { AuditLine } from '../../../workshop/api';
import type { OpenWorkshop } from '../../../workshop/open';
import { wordsForFailure } from '../../common/use-answer';
import type { WorkshopDialogProps } from './menu-dialogs';

interface Gaps {
  readonly who: string;
  readonly whom: string;
  readonly forWhom: string;
  readonly role: string;
  /** The words of the part of the map, as it is now. */
  readonly part: string;
}

const ACTS: Readonly<Record<string, ((gaps: Gaps) => string) | undefined>> = {
  create: () => t('happened.create'),
  join: ({ who }) => t('happened.join', { who }),
  wait: ({ who }) => t('happened.wait', { who }),
  admit: ({ who, whom }) => t('happened.admit', { who, whom }),
  refuse: ({ who }) => t('happened.refuse', { who }),
  return: ({ who }) => t('happened.return', { who }),
  returnCode: ({ who }) => t('happened.returnCode', { who }),
  leave: ({ who }) => t('happened.leave', { who }),
  remove: ({ who, whom }) => t('happened.remove', { who, whom }),
  rename: ({ who, whom }) => t('happened.rename', { who, whom }),
  changeRole: ({ who, whom, role }) => t('happened.changeRole', { who, whom, role }),
  addByPhone: ({ who, whom }) => t('happened.addByPhone', { who, whom }),
  takeDown: ({ who, whom }) => t('happened.takeDown', { who, whom }),
  askToActFor: ({ who, whom, forWhom }) => t('happened.askToActFor', { who, whom, forWhom }),
  actFor: ({ who, whom, forWhom }) => t('happened.actFor', { who, whom, forWhom }),
  stopActingFor: ({ who, whom }) => t('happened.stopActingFor', { who, whom }),
  openWaitingRoom: ({ who }) => t('happened.openWaitingRoom', { who }),
  closeWaitingRoom: ({ who }) => t('happened.closeWaitingRoom', { who }),
  freeze: ({ who }) => t('happened.freeze', { who }),
  thaw: ({ who }) => t('happened.thaw', { who }),
  invite: ({ who, role }) => t('happened.invite', { who, role }),
  revokeInvite: ({ who, role }) => t('happened.revokeInvite', { who, role }),
  formPair: ({ who }) => t('happened.formPair', { who }),
  askPair: ({ who }) => t('happened.askPair', { who }),
  acceptPair: ({ who }) => t('happened.acceptPair', { who }),
  endPair: ({ who }) => t('happened.endPair', { who }),
  wordPair: ({ who }) => t('happened.wordPair', { who }),
  propose: ({ who, part }) => t('happened.propose', { who, part }),
  agree: ({ who, part }) => t('happened.agree', { who, part }),
  withdraw: ({ who, part }) => t('happened.withdraw', { who, part }),
  differ: ({ who, part }) => t('happened.differ', { who, part }),
  resolve: ({ who, part }) => t('happened.resolve', { who, part }),
  park: ({ who, part }) => t('happened.park', { who, part }),
  reopen: ({ who, part }) => t('happened.reopen', { who, part }),
  removePart: ({ who, part }) => t('happened.removePart', { who, part }),
  keepPart: ({ who, part }) => t('happened.keepPart', { who, part }),
  comment: ({ who }) => t('happened.comment', { who }),
  reply: ({ who }) => t('happened.reply', { who }),
  resolveThread: ({ who }) => t('happened.resolveThread', { who }),
  reopenThread: ({ who }) => t('happened.reopenThread', { who }),
  react: ({ who }) => t('happened.react', { who }),
  unreact: ({ who }) => t('happened.unreact', { who }),
  takeBack: ({ who }) => t('happened.takeBack', { who }),
  ledTo: ({ who }) => t('happened.ledTo', { who }),
  notLedTo: ({ who }) => t('happened.notLedTo', { who }),
  letObservers: ({ who }) => t('happened.letObservers', { who }),
  hushObservers: ({ who }) => t('happened.hushObservers', { who }),
  export: ({ who }) => t('happened.export', { who }),
};

function nameOf(open: OpenWorkshop, participant: string | undefined): string {
  if (participant === undefined) return t('happened.server');
  return open.facts.roster.value.get(participant)?.nickname ?? t('happened.someone');
}

const KINDS = ['goal', 'outcome', 'stage', 'step', 'link', 'map'] as const;

/** What a part is called now: the audit itself holds no words. */
function partOf(open: OpenWorkshop, named: string | undefined): string {
  const [word, id] = named?.split(':') ?? [];
  const kind = KINDS.find((one) => one === word);
  return kind === undefined || id === undefined ? t('happened.somePart') : talkedAbout(open.map, { kind, id });
}

/** One line as a sentence. */
export function happenedInWords(open: OpenWorkshop, line: AuditLine): string {
  const who = nameOf(open, line.by);
  const [whom, forWhom] = [nameOf(open, line.to), nameOf(open, line.actsFor)];
  const role = line.about ? roleWord(line.about) : t('happened.someRole');
  // Another version of the server may know acts that this page does not.
  const words = ACTS[line.act]?.({ who, whom, forWhom, role, part: partOf(open, line.part) }) ?? t('happened.other', { who });
  // With a part, somebody wrote down what another person says.
  const forSomebody = line.part !== undefined && line.actsFor !== undefined ? [t('happened.writtenFor', { forWhom })] : [];
  const isPair = line.act === 'formPair' || line.act === 'askPair';
  const device = line.device === 'same' ? [t(isPair ? 'happened.pairDevice' : 'happened.sameDevice')] : [];
  return [words, ...forSomebody, ...device].join(' ');
}

type Pages = { readonly lines: readonly AuditLine[]; readonly more: 'more' | 'all' | 'unknown'; readonly failure?: string };

/** Asks for the page after the lines that are known; never rejects. */
async function pagesWithNext(open: OpenWorkshop, known: readonly AuditLine[]): Promise<Pages> {
  try {
    const page = await open.api.audit(known.at(-1)?.number);
    return { lines: [...known, ...page.lines], more: page.more ? 'more' : 'all' };
  } catch (error) {
    return { lines: known, more: 'unknown', failure: wordsForFailure(error) };
  }
}

/** The dialog with the list. */
export function HappenedDialog({ open, onClose }: WorkshopDialogProps) {
  const [pages, setPages] = useState<Pages>({ lines: [], more: 'unknown' });
  const { failure } = pages;
  useEffect(() => void pagesWithNext(open, []).then(setPages), [open]);
  const goOn = () => void pagesWithNext(open, pages.lines).then(setPages);
  return (
    <Dialog title={t('happened.title')} onClose={onClose}>
      <p class="pw-soft">{t('happened.text')}</p>
      {pages.more === 'unknown' && failure === undefined && <p class="pw-waiting">{t('happened.loading')}</p>}
      <ol class="pw-happened">
        {pages.lines.map((line) => (
          <li key={line.number}>
            <span class="pw-soft pw-small">
              {momentInWords(line.at)}
              {line.role && `, ${roleWord(line.role)}`}
            </span>
            <span>{happenedInWords(open, line)}</span>
          </li>
        ))}
      </ol>
      {failure !== undefined && (
        <p class="nhsuk-error-message" role="alert">
          {failure}
        </p>
      )}
      {(pages.more === 'more' || failure !== undefined) && (
        <button type="button" class="pw-button pw-button--plain" onClick={goOn}>
          {failure === undefined ? t('happened.more') : t('button.tryAgain')}
        </button>
      )}
    </Dialog>
  );
}
