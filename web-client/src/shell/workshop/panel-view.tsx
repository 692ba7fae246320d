/**
 * The panel that is open, by its name: loaded when it is first opened, gone when it is no longer for me. Owns nothing.
 */
import { FeatureView } from '../../ui/feature';
import type { PanelProps } from './common/panel';
import { PANELS, type PanelName } from './panels';

/** The panel. */
export function PanelView({ name, ...props }: PanelProps & { readonly name: PanelName }) {
  const panel = PANELS.find((one) => one.name === name);
  if (!panel?.who(props.open)) return null;
  return <FeatureView feature={panel.feature}>{(Content) => <Content {...props} />}</FeatureView>;
}
