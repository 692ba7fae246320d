/**
 * The panel of the session beside the map or the list, on a phone in their place: the one that runs it, the one of the activity
 * that is on, or the shared ideas. Owns its frame; what is in it is run-panel.tsx and activities.ts.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { at } from '../../../config';
import { t } from '../../../i18n/translate';
import { Symbol } from '../../../styles/symbol';
import { feature, FeatureView } from '../../../ui/feature';
import { returnTo, whereFocusIs } from '../../../ui/kept-focus';
import type { OpenMap } from '../../../workshop/open';
import { activityEntry } from './activities';
import { RunControls } from './run-panel';
import type { SideName } from './use-side';

/** The shared ideas, with the words of what they are about. */
const ideas = feature(() => import('./ideas/ideas-panel'), () => import('../../../i18n/later/ideas'), () => import('../../../i18n/later/idea'), () => import('../../../i18n/later/notes'), () => import('../../../i18n/later/map'));

interface FrameProps {
  readonly title: string;
  /** Stands beside the title. */
  readonly tools?: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** The frame of the panel: its head, its place and the focus. */
function Frame({ title, tools, onClose, children }: FrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const before = whereFocusIs();
    heading.current?.focus();
    return () => returnTo(before);
  }, []);
  return (
    // Escape closes the panel from any of its controls; the panel itself is none.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      class="pw-session-side" aria-labelledby="session-side-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing) onClose();
      }}
    >
      <header class="pw-session-side__head">
        <h2 id="session-side-title" ref={heading} tabIndex={-1}>{title}</h2>
        {tools}
        <button type="button" class="pw-button pw-button--quiet pw-button--symbol" aria-label={t('button.close')} onClick={onClose}><Symbol name="close" /></button>
      </header>
      {children}
    </aside>
  );
}

interface SideProps {
  readonly open: OpenMap;
  readonly name: SideName;
  readonly onClose: () => void;
}

/** The panel. */
export function SessionSide({ open, name, onClose }: SideProps) {
  const { workshop } = open;
  const activity = workshop.session.current.value;
  if (name === 'run') {
    const ownWindow = <a class="pw-button pw-button--quiet pw-button--small" href={at(`/w/${workshop.entry.workshop}/run`)} target="_blank" rel="noopener">{t('run.window')}</a>;
    return <Frame key="run" title={t('run.title')} tools={ownWindow} onClose={onClose}><RunControls workshop={workshop} open={open} /></Frame>;
  }
  if (name === 'ideas') return <Frame key="ideas" title={t('session.ideas')} onClose={onClose}><FeatureView feature={ideas}>{({ IdeasPanel }) => <IdeasPanel open={open} onClose={onClose} />}</FeatureView></Frame>;
  const entry = activityEntry(activity);
  if (!activity || typeof entry?.opens !== 'object') return null;
  return (
    <Frame key={activity.id} title={entry.button?.(open) ?? activity.title} onClose={onClose}>
      <FeatureView feature={entry.opens}>{(Panel) => <Panel open={open} activity={activity} />}</FeatureView>
    </Frame>
  );
}
