/**
 * What happened: the audit of the workshop for facilitators, newest first, in words. It holds ids and roles only; names
 * are put in from the roster of now. Owns the words of each act.
 */
import { useEffect, useState } from 'preact/hooks';
import { talkPartName } from '../../../editor/words/talk-words';
import { momentInWords, t } from '../../../i18n/translate';
import { Dialog } from '../../../ui/dialog';
import { roleWord } from '../../../ui/who';
import type { AuditLine } from '../../../workshop/api';
import type { OpenMap } from '../../../workshop/open';
import { wordsForFailure } from '../../common/use-answer';
import type { PanelProps } from '../common/panel';
import { mapName } from '../common/map-names';

interface Gaps {
  readonly who: string;
  readonly whom: string;
  readonly forWhom: string;
  readonly role: string;
  /** The words of the part of the map, as it is now. */
  readonly part: string;
  /** What the map is called now. */
  readonly map: string;
}

const ACTS: Readonly<Record<string, ((gaps: Gaps) => string) | undefined>> = {
  create: () => t('audit.create'),
  join: ({ who }) => t('audit.join', { who }),
  wait: ({ who }) => t('audit.wait', { who }),
  admit: ({ who, whom }) => t('audit.admit', { who, whom }),
  refuse: ({ who }) => t('audit.refuse', { who }),
  return: ({ who }) => t('audit.return', { who }),
  returnCode: ({ who }) => t('audit.returnCode', { who }),
  leave: ({ who }) => t('audit.leave', { who }),
  remove: ({ who, whom }) => t('audit.remove', { who, whom }),
  rename: ({ who, whom }) => t('audit.rename', { who, whom }),
  changeRole: ({ who, whom, role }) => t('audit.changeRole', { who, whom, role }),
  addByPhone: ({ who, whom }) => t('audit.addByPhone', { who, whom }),
  takeDown: ({ who, whom }) => t('audit.takeDown', { who, whom }),
  askToActFor: ({ who, whom, forWhom }) => t('audit.askToActFor', { who, whom, forWhom }),
  actFor: ({ who, whom, forWhom }) => t('audit.actFor', { who, whom, forWhom }),
  stopActingFor: ({ who, whom }) => t('audit.stopActingFor', { who, whom }),
  openWaitingRoom: ({ who }) => t('audit.openWaitingRoom', { who }),
  closeWaitingRoom: ({ who }) => t('audit.closeWaitingRoom', { who }),
  editWorkshop: ({ who }) => t('audit.editWorkshop', { who }),
  practise: ({ who }) => t('audit.practise', { who }),
  freeze: ({ who }) => t('audit.freeze', { who }),
  thaw: ({ who }) => t('audit.thaw', { who }),
  invite: ({ who, role }) => t('audit.invite', { who, role }),
  revokeInvite: ({ who, role }) => t('audit.revokeInvite', { who, role }),
  formPair: ({ who }) => t('audit.formPair', { who }),
  askPair: ({ who }) => t('audit.askPair', { who }),
  acceptPair: ({ who }) => t('audit.acceptPair', { who }),
  endPair: ({ who }) => t('audit.endPair', { who }),
  wordPair: ({ who }) => t('audit.wordPair', { who }),
  askScope: ({ who }) => t('audit.askScope', { who }),
  acceptScope: ({ who }) => t('audit.acceptScope', { who }),
  declineScope: ({ who }) => t('audit.declineScope', { who }),
  propose: ({ who, part }) => t('audit.propose', { who, part }),
  agree: ({ who, part }) => t('audit.agree', { who, part }),
  withdraw: ({ who, part }) => t('audit.withdraw', { who, part }),
  differ: ({ who, part }) => t('audit.differ', { who, part }),
  resolve: ({ who, part }) => t('audit.resolve', { who, part }),
  park: ({ who, part }) => t('audit.park', { who, part }),
  reopen: ({ who, part }) => t('audit.reopen', { who, part }),
  removePart: ({ who, part }) => t('audit.removePart', { who, part }),
  keepPart: ({ who, part }) => t('audit.keepPart', { who, part }),
  comment: ({ who }) => t('audit.comment', { who }),
  reply: ({ who }) => t('audit.reply', { who }),
  resolveThread: ({ who }) => t('audit.resolveThread', { who }),
  reopenThread: ({ who }) => t('audit.reopenThread', { who }),
  react: ({ who }) => t('audit.react', { who }),
  unreact: ({ who }) => t('audit.unreact', { who }),
  takeBack: ({ who }) => t('audit.takeBack', { who }),
  ledTo: ({ who }) => t('audit.ledTo', { who }),
  notLedTo: ({ who }) => t('audit.notLedTo', { who }),
  letObservers: ({ who }) => t('audit.letObservers', { who }),
  hushObservers: ({ who }) => t('audit.hushObservers', { who }),
  planMeeting: ({ who }) => t('audit.planMeeting', { who }),
  startActivity: ({ who }) => t('audit.startActivity', { who }),
  pauseSession: ({ who }) => t('audit.pauseSession', { who }),
  resumeSession: ({ who }) => t('audit.resumeSession', { who }),
  endSession: ({ who }) => t('audit.endSession', { who }),
  nudge: ({ who }) => t('audit.nudge', { who }),
  addIdea: ({ who }) => t('audit.addIdea', { who }),
  sortIdea: ({ who }) => t('audit.sortIdea', { who }),
  renameTheme: ({ who }) => t('audit.renameTheme', { who }),
  ideaBecame: ({ who }) => t('audit.ideaBecame', { who }),
  ideaBecameNothing: ({ who }) => t('audit.ideaBecameNothing', { who }),
  tellEveryone: ({ who }) => t('audit.tellEveryone', { who }),
  callEveryone: ({ who }) => t('audit.callEveryone', { who }),
  setCallLink: ({ who }) => t('audit.setCallLink', { who }),
  openGiving: ({ who }) => t('audit.openGiving', { who }),
  revealNotes: ({ who }) => t('audit.revealNotes', { who }),
  openRound: ({ who }) => t('audit.openRound', { who }),
  closeRound: ({ who }) => t('audit.closeRound', { who }),
  cancelRound: ({ who }) => t('audit.cancelRound', { who }),
  addMap: ({ who, map }) => t('audit.addMap', { who, map }),
  nameMap: ({ who, map }) => t('audit.nameMap', { who, map }),
  showMapFirst: ({ who, map }) => t('audit.showMapFirst', { who, map }),
  removeMap: ({ who, map }) => t('audit.removeMap', { who, map }),
  restoreMap: ({ who, map }) => t('audit.restoreMap', { who, map }),
  mapFull: () => t('audit.mapFull'),
  cleanUpMap: ({ who }) => t('audit.cleanUpMap', { who }),
  export: ({ who }) => t('audit.export', { who }),
};

function nameOf(open: OpenMap, participant: string | undefined): string {
  if (participant === undefined) return t('audit.server');
  return open.workshop.facts.roster.value.get(participant)?.nickname ?? t('audit.someone');
}

const KINDS = ['goal', 'outcome', 'stage', 'step', 'link', 'map'] as const;

/** What a map is called now; nothing for the one that is open, when it is the only one. */
function mapOf(open: OpenMap, id: string | undefined): string {
  const known = open.workshop.facts.maps.value.find((map) => map.id === id);
  return known ? mapName(known) : t('maps.one');
}

/** What a part is called now: the audit itself holds no words. Of another map only that is known which it is. */
function partOf(open: OpenMap, named: string | undefined, map: string | undefined): string {
  if (map !== undefined && map !== open.id) return t('audit.partOf', { map: mapOf(open, map) });
  const [word, id] = named?.split(':') ?? [];
  const kind = KINDS.find((one) => one === word);
  return kind === undefined || id === undefined ? t('audit.somePart') : talkPartName(open.map, { kind, id });
}

/** One line as a sentence. */
export function auditLineInWords(open: OpenMap, line: AuditLine): string {
  const who = nameOf(open, line.by);
  const [whom, forWhom] = [nameOf(open, line.to), nameOf(open, line.actsFor)];
  const role = line.about ? roleWord(line.about) : t('audit.someRole');
  // Another version of the server may know acts that this page does not.
  const words = ACTS[line.act]?.({ who, whom, forWhom, role, part: partOf(open, line.part, line.map), map: mapOf(open, line.map) }) ?? t('audit.other', { who });
  // With a part, somebody wrote down what another person says.
  const forSomebody = line.part !== undefined && line.actsFor !== undefined ? [t('audit.writtenFor', { forWhom })] : [];
  const isPair = line.act === 'formPair' || line.act === 'askPair';
  const device = line.device === 'same' ? [t(isPair ? 'audit.pairDevice' : 'audit.sameDevice')] : [];
  return [words, ...forSomebody, ...device].join(' ');
}

type Pages = { readonly lines: readonly AuditLine[]; readonly more: 'more' | 'all' | 'unknown'; readonly failure?: string };

/** Asks for the page after the lines that are known; never rejects. */
async function pagesWithNext(open: OpenMap, known: readonly AuditLine[]): Promise<Pages> {
  try {
    const page = await open.workshop.api.audit(known.at(-1)?.number);
    return { lines: [...known, ...page.lines], more: page.more ? 'more' : 'all' };
  } catch (error) {
    return { lines: known, more: 'unknown', failure: wordsForFailure(error) };
  }
}

/** The dialog with the list. */
export function AuditDialog({ open, onClose }: PanelProps) {
  const [pages, setPages] = useState<Pages>({ lines: [], more: 'unknown' });
  const { failure } = pages;
  useEffect(() => void pagesWithNext(open, []).then(setPages), [open]);
  const goOn = () => void pagesWithNext(open, pages.lines).then(setPages);
  return (
    <Dialog title={t('audit.title')} onClose={onClose}>
      <p class="pw-soft">{t('audit.text')}</p>
      {pages.more === 'unknown' && failure === undefined && <p class="pw-waiting">{t('audit.loading')}</p>}
      <ol class="pw-audit">
        {pages.lines.map((line) => (
          <li key={line.number}>
            <span class="pw-soft pw-small">
              {momentInWords(line.at)}
              {line.role && `, ${roleWord(line.role)}`}
            </span>
            <span>{auditLineInWords(open, line)}</span>
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
          {failure === undefined ? t('audit.more') : t('button.tryAgain')}
        </button>
      )}
    </Dialog>
  );
}
