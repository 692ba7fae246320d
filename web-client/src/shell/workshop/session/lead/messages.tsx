/** What a facilitator told everybody last, and me alone: a line each that I can put away. Owns these lines and what was put away, as long as the page is open. */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { t } from '../../../../i18n/translate';
import type { Message } from '../../../../model/session/lead';
import { Symbol } from '../../../../styles/symbol';
import type { OpenWorkshop } from '../../../../workshop/open';
import type { ToldAlone } from '../../../../workshop/session/told-alone';
import { nameOf } from './people';

/** A message is news for this long; whoever comes later finds no line, in milliseconds. */
const NEWS_MS = 10 * 60_000;

/** The messages of one kind, by which they are told from others. */
type Kind = ReadonlySignal<readonly Message[]>;

const away = new WeakMap<Kind, Signal<number>>();

/** Up to when the messages of one kind were put away. */
function awayIn(workshop: OpenWorkshop, kind: Kind): Signal<number> {
  const kept = away.get(kind) ?? signal(workshop.session.now() - NEWS_MS);
  away.set(kind, kept);
  return kept;
}

function putAway(until: Signal<number>, { at }: Message): void {
  until.value = at;
}

interface LineProps<Said extends Message> {
  readonly workshop: OpenWorkshop;
  /** The messages of one kind, the newest last. */
  readonly messages: ReadonlySignal<readonly Said[]>;
  /** What stands before the words. */
  readonly from: (said: Said) => string;
}

/** The newest message of a kind that is not put away. */
function Line<Said extends Message>({ workshop, messages, from }: LineProps<Said>) {
  const newest = messages.value.at(-1);
  const until = awayIn(workshop, messages);
  if (!newest || newest.at <= until.value) return null;
  return (
    <div class="pw-lead__line pw-lead__line--said">
      <p class="pw-lead__said"><b>{from(newest)}</b> <span dir="auto">{newest.text}</span></p>
      <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('lead.message.away')} onClick={() => putAway(until, newest)}>
        <Symbol name="close" />
      </button>
    </div>
  );
}

/** What everybody was told. */
export function MessageLine({ workshop }: { readonly workshop: OpenWorkshop }) {
  return <Line workshop={workshop} messages={workshop.session.lead.messages} from={({ by }) => t('lead.message.from', { name: nameOf(workshop, by) })} />;
}

/** What I was told alone, or the person I write for. */
export function AloneLine({ workshop }: { readonly workshop: OpenWorkshop }) {
  return <Line workshop={workshop} messages={workshop.session.alone} from={(said) => aloneFrom(workshop, said)} />;
}

/** Who says it to whom. */
export function aloneFrom(workshop: OpenWorkshop, { by, to }: Pick<ToldAlone, 'by' | 'to'>): string {
  const name = nameOf(workshop, by);
  return to === workshop.entry.participant ? t('lead.alone.from', { name }) : t('lead.alone.fromFor', { name, person: nameOf(workshop, to) });
}
