/** The line of a practice: what it is, and its end. The simulated people take part for as long as it is shown. */
import { useEffect } from 'preact/hooks';
import { t } from '../../../i18n/translate';
import { showToast } from '../../../notice/notice';
import { simulatePeople } from '../../../practice/simulated-people';
import type { OpenWorkshop } from '../../../workshop/open';
import { useCommand } from '../common/use-command';
import { endPractice } from './begin';
import './practice.scss';

/** How long people stay when the page of another map takes the place of this one, in milliseconds. */
const STAY_MS = 2_000;

interface TakingPart {
  /** How many lines are shown. */
  lines: number;
  readonly stop: Promise<() => void>;
}

const takingPart = new WeakMap<OpenWorkshop, TakingPart>();

/** Lets the simulated people take part, once however often it is asked. */
function takePart(workshop: OpenWorkshop): () => void {
  const part = takingPart.get(workshop) ?? { lines: 0, stop: simulatePeople(workshop) };
  takingPart.set(workshop, part);
  part.lines += 1;
  // Where nobody can join, the facilitator sees that nobody is there.
  part.stop.catch(() => takingPart.delete(workshop));
  return () => {
    part.lines -= 1;
    setTimeout(() => {
      if (part.lines > 0) return;
      takingPart.delete(workshop);
      void part.stop.then((stop) => stop(), () => undefined);
    }, STAY_MS);
  };
}

/** The line. */
export function PracticeLine({ workshop, of }: { readonly workshop: OpenWorkshop; readonly of: string }) {
  const { failure, disabled, run } = useCommand();
  useEffect(() => takePart(workshop), [workshop]);
  const end = async () => {
    await endPractice(workshop, of);
    showToast(t('practice.ended'));
  };
  return (
    <div class="pw-practice">
      <p>{t('practice.line')}</p>
      <button type="button" class="pw-button pw-button--plain pw-button--small" aria-disabled={disabled} onClick={() => void run(end)}>{t('practice.end')}</button>
      {failure !== undefined && <p role="alert">{failure}</p>}
    </div>
  );
}
