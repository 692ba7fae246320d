/** The lines of leading below what is on: whose turn it is, hands, what everybody was told and what I was told alone, where everybody is asked to look. Each is there only when it says something. */
import type { OpenMap } from '../../../../workshop/open';
import { CallLine } from './call-line';
import { HandsLine } from './hands';
import { AloneLine, MessageLine } from './messages';
import { TurnsLine } from './turns';
import './lead.scss';

/** The lines; `makeRoom` closes what stands in place of the map on a phone. */
export function LeadLines({ open, makeRoom }: { readonly open: OpenMap; readonly makeRoom: () => void }) {
  const { workshop } = open;
  return (
    <div class="pw-lead">
      <TurnsLine workshop={workshop} />
      <HandsLine workshop={workshop} />
      <MessageLine workshop={workshop} />
      <AloneLine workshop={workshop} />
      <CallLine open={open} makeRoom={makeRoom} />
    </div>
  );
}
