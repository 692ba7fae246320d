/**
 * What a panel of an open workshop is: a dialog with a name, a place in the menu, who it is for, and code and words that are
 * loaded when it is first opened. Owns these types; which panels there are is panels.ts.
 */
import type { ComponentType } from 'preact';
import type { SymbolName } from '../../../styles/symbols';
import { feature, type Feature, type LoadWords } from '../../../ui/feature';
import type { OpenMap } from '../../../workshop/open';

/** What every panel gets. */
export interface PanelProps {
  readonly open: OpenMap;
  readonly onClose: () => void;
}

/** Where in the menu a panel is offered. */
export type MenuPlace = 'first' | 'agreement' | 'people' | 'workshop' | 'workshopLast' | 'you' | 'youLast' | 'nowhere';

/** A panel as it is written down in panels.ts. */
export interface PanelLine<Name extends string> {
  readonly name: Name;
  readonly place: MenuPlace;
  readonly symbol: SymbolName;
  /** What it is called in the menu, as it stands now. */
  readonly title: (open: OpenMap) => string;
  /** Whether I may see it now; the server checks again whatever is done in it. */
  readonly who: (open: OpenMap) => boolean;
  readonly tone?: 'warning';
  /** Words are typed in it: once open it stays, with the reason, when it is no longer for me. */
  readonly keeps?: 'words';
  readonly load: () => Promise<ComponentType<PanelProps>>;
  readonly words: readonly LoadWords[];
}

/** A panel. */
export interface Panel<Name extends string = string> extends Omit<PanelLine<Name>, 'load'> {
  readonly feature: Feature<ComponentType<PanelProps>>;
}

/** A panel from its line. */
export function panel<const Name extends string>(line: PanelLine<Name>): Panel<Name> {
  const { load, ...rest } = line;
  return { ...rest, feature: feature(load, ...line.words) };
}
