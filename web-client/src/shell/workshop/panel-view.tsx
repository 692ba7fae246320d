/**
 * The panel that is open, by its name: loaded when it is first opened, gone when it is no longer for me, unless words are typed
 * in it. Owns nothing.
 */
import { useState } from 'preact/hooks';
import { FeatureView } from '../../ui/feature';
import type { PanelProps } from './common/panel';
import { PANELS, type PanelName } from './panels';

/** The panel. */
export function PanelView({ name, ...props }: PanelProps & { readonly name: PanelName }) {
  const panel = PANELS.find((one) => one.name === name);
  const [wasForMe] = useState(() => panel?.who(props.open) === true);
  if (!panel) return null;
  if (!panel.who(props.open) && !(wasForMe && panel.keeps === 'words')) return null;
  return <FeatureView feature={panel.feature}>{(Content) => <Content {...props} />}</FeatureView>;
}
