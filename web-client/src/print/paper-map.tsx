/**
 * The map on paper: page by page some stages side by side, large enough to be read at the person's own size of text. Owns that
 * drawing; where pages end is pages.ts. Drawn from the same layout as the map on the screen.
 */
import { StateMark } from '../editor/agreement/state-tag';
import { tagOfPart } from '../editor/words/agreement-words';
import { partName, sectorTag, stepName } from '../editor/words/part-words';
import { t } from '../i18n/translate';
import { textScale } from '../map/layers/letters';
import { gridInput, stepStyle } from '../map/layers/step-style';
import { layoutMap } from '../map/layout/geometry';
import { browserMeasure } from '../map/layout/measure';
import { USUAL_LAYOUT, type GridInput, type Layout, type LayoutChoice, type StepBox } from '../map/layout/shapes';
import type { MapModel } from '../model/map';
import { Symbol } from '../styles/symbol';
import type { Agreement } from '../workshop/agreement';
import { PAPERS, slices, stageGroups, type PaperSize, type Slice, type StageGroup } from './pages';
import { PaperLinks, PaperLinkWords } from './paper-links';

/** Width of the lanes' names and height of the stages' names, in map pixels. */
const LANE_WIDTH = 150;
const STAGE_HEIGHT = 56;
/** Below this part of a page the map begins on the next one. */
const FIRST_PART_MIN = 0.35;
/** A lane's name that begins above the page is repeated at its top, when this much of the lane is on the page. */
const NAME_ROOM = 40;

interface PaperMapProps {
  readonly map: MapModel;
  readonly agreement: Agreement;
  readonly size: PaperSize;
  /** Height of what stands above the map on the first page, in CSS pixels. */
  readonly above: number;
}

/** Everything is said in words on paper, and nothing is added. */
function paperLayout(room: number): LayoutChoice {
  return { ...USUAL_LAYOUT, density: 'full', room, addHeight: 0 };
}

/** The part of a map in some of its stages; what leads out of them is told in words. */
function inputOf(input: GridInput, { from, to }: StageGroup): GridInput {
  const stages = input.stages.slice(from, to);
  const steps = input.steps.filter((step) => stages.includes(step.stage));
  const ids = new Set(steps.map((step) => step.id));
  return { ...input, stages, steps, links: input.links.filter((link) => ids.has(link.from) && ids.has(link.to)) };
}

/** The map, cut into pages. */
export function PaperMap({ map, agreement, size, above }: PaperMapProps) {
  const zoom = textScale();
  const page = PAPERS[size];
  const room = { width: page.width / zoom - LANE_WIDTH, height: page.height / zoom - STAGE_HEIGHT };
  const firstRoom = (page.height - above) / zoom - STAGE_HEIGHT;
  const startsBelow = firstRoom >= room.height * FIRST_PART_MIN;
  const input = gridInput(map);
  const measure = browserMeasure();
  // Once for how wide each stage is, then each page by itself, so that its rows are as low as what is in them.
  const groups = stageGroups(layoutMap(input, measure, paperLayout(0)).columns, room.width);
  return (
    <>
      {groups.map((group, index) => {
        const layout = layoutMap(inputOf(input, group), measure, paperLayout(room.width));
        const cut = slices(layout, room.height, index === 0 && startsBelow ? firstRoom : room.height);
        return (
          <div key={group.from} class={index === 0 && !startsBelow ? 'pw-print__below' : undefined}>
            {cut.map((slice) => <PaperPiece key={slice.top} map={map} agreement={agreement} layout={layout} slice={slice} group={group} fit={{ zoom, width: page.width }} />)}
            <Onward map={map} group={group} input={input} />
          </div>
        );
      })}
    </>
  );
}

/** What leads from these stages to others, which are on other pages. */
function Onward({ map, group, input }: { readonly map: MapModel; readonly group: StageGroup; readonly input: GridInput }) {
  const stageOf = new Map(input.steps.map((step) => [step.id, input.stages.indexOf(step.stage)]));
  const isHere = (stage: number | undefined) => stage !== undefined && stage >= group.from && stage < group.to;
  const out = input.links.filter((link) => isHere(stageOf.get(link.from)) && stageOf.has(link.to) && !isHere(stageOf.get(link.to)));
  if (out.length === 0) return null;
  return (
    <ul class="pw-print__onward">
      {out.map((link) => (
        <li key={link.id} dir="auto">{t('print.onward', { from: stepName(map, link.from), to: stepName(map, link.to), number: (stageOf.get(link.to) ?? 0) + 1 })}</li>
      ))}
    </ul>
  );
}

interface PieceProps {
  readonly map: MapModel;
  readonly agreement: Agreement;
  readonly layout: Layout;
  readonly slice: Slice;
  readonly group: StageGroup;
  readonly fit: { readonly zoom: number; readonly width: number };
}

/** What is on one page: the stages' names, the lanes' names, and what stands between. */
function PaperPiece({ map, agreement, layout, slice, group, fit }: PieceProps) {
  const [width, height] = [layout.width + LANE_WIDTH, slice.bottom - slice.top + STAGE_HEIGHT];
  // A single stage can be wider than the page.
  const scale = Math.min(fit.zoom, fit.width / width);
  const at = { left: LANE_WIDTH, top: 0 };
  const isOn = (box: { readonly y: number; readonly height: number }) => box.y < slice.bottom && box.y + box.height > slice.top;
  return (
    <div class="pw-print__frame" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
      <div class="pw-print__map" style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` }}>
        {layout.columns.map((column, index) => (
          <div class="pw-print__stage" key={column.stage} style={{ left: `${LANE_WIDTH + column.x}px`, width: `${column.width}px` }}>
            <span dir="auto">{group.from + index + 1}. {partName(map, { kind: 'stage', id: column.stage })} <StateMark tag={tagOfPart(agreement, { kind: 'stage', id: column.stage })} /></span>
          </div>
        ))}
        <div class="pw-print__window" style={{ top: `${STAGE_HEIGHT}px`, width: `${width}px`, height: `${slice.bottom - slice.top}px` }}>
          <div class="pw-print__grid" style={{ top: `${-slice.top}px`, width: `${width}px`, height: `${layout.height}px` }}>
            {layout.rows.filter(isOn).map((row) => {
              const top = Math.max(row.y, slice.top);
              const bottom = Math.min(row.y + row.height, slice.bottom);
              return bottom - top < NAME_ROOM && top > row.y ? null : <LaneName key={row.lane} map={map} lane={row.lane} style={{ top: `${top}px`, height: `${bottom - top}px`, width: `${width}px` }} />;
            })}
            <PaperLinks layout={layout} at={at} />
            <PaperLinkWords map={map} layout={layout} at={at} />
            {[...layout.steps.values()].filter(isOn).map((box) => <PaperCard key={box.id} map={map} agreement={agreement} box={box} />)}
          </div>
        </div>
      </div>
    </div>
  );
}

function LaneName({ map, lane, style }: { readonly map: MapModel; readonly lane: string; readonly style: Record<string, string> }) {
  const tag = sectorTag(map.lane(lane).value?.sector ?? '');
  return (
    <div class="pw-print__lane" style={style}>
      <div class="pw-print__lane-name" style={{ width: `${LANE_WIDTH - 12}px` }} dir="auto">
        {partName(map, { kind: 'lane', id: lane })}
        {tag && <span><Symbol name={tag.symbol} size={1} />{tag.word}</span>}
      </div>
    </div>
  );
}

/** One step, with everything that the map says of it. */
function PaperCard({ map, agreement, box }: { readonly map: MapModel; readonly agreement: Agreement; readonly box: StepBox }) {
  const look = stepStyle(map, agreement, box.id);
  return (
    <div class="pw-step pw-print__step" data-sector={look.sector || undefined} style={{ left: `${LANE_WIDTH + box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` }} data-state={look.state.symbol}>
      <span class="pw-step__title" dir="auto">{look.title}</span>
      <span class="pw-step__signs">
        {look.tags.length > 0 && <span class="pw-step__tags">{look.tags.map((tag) => <span class="pw-step__tag" key={tag.symbol}><Symbol name={tag.symbol} size={1} />{tag.word}</span>)}</span>}
        <span class="pw-step__goals">{look.goals.map((goal) => <span class="pw-goal-chip" key={goal.short}>{goal.short}</span>)}</span>
        <span class="pw-step__state"><StateMark tag={look.state} /></span>
      </span>
    </div>
  );
}
