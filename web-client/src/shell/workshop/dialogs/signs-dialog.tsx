/**
 * "What the signs mean": every sign that stands on the map, drawn as it is drawn there, with its words. Owns this list; what a
 * part's own sign says is read out at the part itself.
 */
import type { ComponentChildren } from 'preact';
import { t, type PlainKey } from '../../../i18n/translate';
import { MODES, PERSPECTIVES, SECTORS } from '../../../model/kinds';
import { Symbol } from '../../../styles/symbol';
import type { SymbolName } from '../../../styles/symbols';
import { decisionTag, modeTag, perspectiveTag, sectorTag, type Tag } from '../../../editor/words/part-words';
import type { Step } from '../../../model/schema';
import { Dialog } from '../../../ui/dialog';
import type { PanelProps } from '../common/panel';
import './signs.scss';

/** Every state, in the order in which a part goes through them. */
const STATES = ['idea', 'toAgree', 'oneAgrees', 'patientAgrees', 'professionalAgrees', 'somePairsAgree', 'aroundChanged', 'agreed', 'differ', 'parked', 'leaving'] as const satisfies readonly SymbolName[];
/** A name to show how names stand at a step. */
const EXAMPLE_NAME = 'Ann';

/** One sign and what it means. */
function Sign({ drawn, name, means }: { readonly drawn: ComponentChildren; readonly name?: string; readonly means?: string }) {
  return (
    <div>
      <dt aria-hidden="true">{drawn}</dt>
      <dd>{name !== undefined && <strong>{name}</strong>}{name !== undefined && means !== undefined && '. '}{means}</dd>
    </div>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="pw-flow">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** An arrow as on the map, larger. */
function Arrow({ kind }: { readonly kind: 'next' | 'handover' | 'back' | 'stub' }) {
  const from = kind === 'handover' ? 13 : 4;
  const to = kind === 'stub' ? 24 : 54;
  return (
    <svg class="pw-signs__arrow" viewBox="0 0 64 24" focusable="false">
      {kind === 'handover' && <circle cx="8" cy="12" r="4.5" />}
      <path d={`M${from} 12H${to}`} class={kind === 'back' ? 'pw-signs__arrow--dashed' : undefined} />
      {kind === 'back' ? <path d="M50 6l9 6l-9 6" /> : kind === 'stub' ? <path d="M20 8l6 4l-6 4" /> : <path d="M50 6l10 6l-10 6z" class="pw-signs__arrow--full" />}
    </svg>
  );
}

function ofTag(tag: Tag | undefined) {
  return tag && <Sign drawn={<Symbol name={tag.symbol} />} name={tag.word} key={tag.symbol} />;
}

/** The list. */
export function SignsDialog({ onClose }: PanelProps) {
  return (
    <Dialog title={t('signs.title')} onClose={onClose} size="wide">
      <p>{t('signs.lead')}</p>
      <Group title={t('signs.states')}>
        <p>{t('signs.edge')}</p>
        <dl class="pw-signs">
          {STATES.map((state) => <Sign drawn={<span class={`pw-state pw-state--${state}`}><Symbol name={state} /></span>} name={t(`state.${state}` as PlainKey)} means={t(`signs.${state}`)} key={state} />)}
        </dl>
      </Group>
      <Group title={t('signs.links')}>
        <dl class="pw-signs">
          {(['link', 'handover', 'back', 'stub'] as const).map((kind) => <Sign drawn={<Arrow kind={kind === 'link' ? 'next' : kind} />} name={t(`signs.${kind}`)} means={t(`signs.${kind}.means`)} key={kind} />)}
          <Sign drawn={<span class="pw-signs__words">…</span>} name={t('signs.words')} means={t('signs.words.means')} />
        </dl>
      </Group>
      <Group title={t('signs.steps')}>
        <dl class="pw-signs">
          <Sign drawn={<span class="pw-goal-chip">{t('goal.short', { number: 1 })}</span>} means={t('signs.goal')} />
          {ofTag(decisionTag({ kind: 'decision' } as Step))}
          <Sign drawn={<Symbol name="comment" />} means={t('signs.comment')} />
          <Sign drawn={<span class="pw-signs__by" data-mark="0">{EXAMPLE_NAME}</span>} means={t('signs.by')} />
          <Sign drawn={<span class="pw-signs__chosen" />} means={t('signs.chosen')} />
        </dl>
      </Group>
      <Group title={t('signs.knowledge')}>
        <dl class="pw-signs">
          {MODES.map((mode) => ofTag(modeTag(mode)))}
          {PERSPECTIVES.map((perspective) => ofTag(perspectiveTag(perspective)))}
        </dl>
      </Group>
      <Group title={t('signs.sectors')}>
        <p>{t('signs.sectors.means')}</p>
        <dl class="pw-signs">{SECTORS.map((sector) => ofTag(sectorTag(sector)))}</dl>
      </Group>
      <Group title={t('signs.people')}>
        <dl class="pw-signs">
          <Sign drawn={<Symbol name="patient" />} name={t('signs.patient')} />
          <Sign drawn={<Symbol name="professional" />} name={t('signs.professional')} />
        </dl>
      </Group>
      <Group title={t('signs.overview')}><p>{t('signs.overview.means')}</p></Group>
    </Dialog>
  );
}
