/**
 * The links of the printed map: the same ways as on the screen, all in full strength, and stubs with words at both ends of long
 * ones, because nobody can point at paper. Owns that drawing.
 */
import { stepName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { pathOf } from '../map/routing/paths';
import { placeStubs } from '../map/routing/stubs';
import type { StubBox } from '../map/routing/shapes';
import type { Layout } from '../map/layout/shapes';
import type { MapModel } from '../model/map';

/** Where the grid begins on the paper. */
interface PaperLinksProps {
  readonly layout: Layout;
  readonly at: { readonly left: number; readonly top: number };
}

/** The lines. */
export function PaperLinks({ layout, at }: PaperLinksProps) {
  const stubs = placeStubs(layout.linkPlan, layout, layout.steps.keys());
  return (
    <svg class="pw-print__links" width={layout.width} height={layout.height} style={{ left: `${at.left}px`, top: `${at.top}px` }} aria-hidden="true">
      <defs>
        <marker id="pw-print-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" /></marker>
        <marker id="pw-print-back" viewBox="-1 -1 10 10" refX="7" refY="4" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="pw-print__line" d="M1 0L8 4L1 8" /></marker>
        <marker id="pw-print-ring" viewBox="0 0 8 8" refX="0.5" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><circle class="pw-print__ring" cx="4" cy="4" r="3" /></marker>
      </defs>
      {layout.links.filter((link) => !link.far).map((link) => (
        <path
          key={link.id} class={`pw-print__line${link.back ? ' pw-print__line--back' : ''}`} d={pathOf(link.points)}
          marker-end={`url(#pw-print-${link.back ? 'back' : 'arrow'})`} marker-start={link.handover ? 'url(#pw-print-ring)' : undefined}
        />
      ))}
      {stubs.map((stub) => <path key={`${stub.step}-${stub.side}-${stub.links[0]}`} class="pw-print__line" d={pathOf(stub.tail)} marker-end={stub.side === 'in' ? 'url(#pw-print-arrow)' : undefined} />)}
    </svg>
  );
}

/** What a stub says. */
function stubWords(map: MapModel, stub: StubBox): string {
  const [link] = stub.links.map((id) => map.link(id).value);
  if (stub.links.length > 1 || !link) return t(stub.side === 'out' ? 'link.stub.moreTo' : 'link.stub.moreFrom', { count: stub.links.length });
  if (stub.side === 'in') return t('link.stub.from', { title: stepName(map, link.from) });
  return t(stub.back ? 'link.stub.backTo' : 'link.stub.to', { title: stepName(map, link.to) });
}

/** The words at links and at stubs. */
export function PaperLinkWords({ map, layout, at }: PaperLinksProps & { readonly map: MapModel }) {
  const stubs = placeStubs(layout.linkPlan, layout, layout.steps.keys());
  const style = (box: { x: number; y: number; width: number; height: number }) => ({ left: `${at.left + box.x}px`, top: `${at.top + box.y}px`, width: `${box.width}px`, height: `${box.height}px` });
  return (
    <>
      {layout.links.map(({ id, label }) => label && (
        <div class="pw-print__link-words" key={id} style={style(label)} dir="auto">{label.lines.map((line) => <span key={line}>{line}</span>)}</div>
      ))}
      {stubs.map((stub) => {
        const said = stub.side === 'out' && stub.links.length === 1 ? map.link(stub.links[0] ?? '').value?.label ?? '' : '';
        return (
          <div class="pw-print__stub" key={`${stub.step}-${stub.side}-${stub.links[0]}`} style={style(stub)}>
            <span class="pw-print__stub-end" dir="auto">{stubWords(map, stub)}</span>
            {said !== '' && <span dir="auto">{said}</span>}
          </div>
        );
      })}
    </>
  );
}
