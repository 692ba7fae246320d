/** What an activity brings to the screen, as a type; which activities there are is activities.ts. */
import type { ComponentType } from 'preact';
import type { Feature } from '../../../ui/feature';
import type { OpenMap, OpenWorkshop } from '../../../workshop/open';
import type { CurrentActivity } from '../../../workshop/session/live-session';

/** What the panel of an activity gets. */
export interface ActivityPanelProps {
  readonly open: OpenMap;
  readonly activity: CurrentActivity;
}

/** What the facilitator's part of an activity gets; it is shown in a window of its own too, where no map is open. */
export interface ActivityRunProps {
  readonly workshop: OpenWorkshop;
  readonly activity: CurrentActivity;
}

/** What an activity brings with it. */
export interface ActivityEntry {
  readonly mode: string;
  /** What the button says, as it stands now; nothing when there is none for me. */
  readonly button?: (open: OpenMap) => string | undefined;
  /** What the button opens: a panel beside the map, on a phone in its place; or an act. */
  readonly opens?: Feature<ComponentType<ActivityPanelProps>> | ((open: OpenMap) => void);
  /** The facilitator's part. */
  readonly run?: Feature<ComponentType<ActivityRunProps>>;
}
