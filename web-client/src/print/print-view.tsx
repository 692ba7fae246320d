/**
 * What is printed: the map drawn to fit one A3 page, landscape, then the same pathway as a plain list, with title, date
 * and what the paper is not. Seen on the screen only where the page shows it on purpose.
 *
 * Owns the paper. Drawn from the same layout as the map; reads the model once, writes nothing.
 */
import { tagOfPart } from '../editor/words/agreement-words';
import { DecisionWords } from '../editor/words/decision-words';
import { StateMark } from '../editor/agreement/state-tag';
import { goalSigns, partName, sectorTag, shownTexts, stepName, stepTags, wordTags } from '../editor/words/part-words';
import { languageTag, listInWords, t } from '../i18n/translate';
import { layoutMap } from '../map/layout/geometry';
import { gridInput, stepStyle } from '../map/layers/step-style';
import { browserMeasure } from '../map/layout/measure';
import { pathOf } from '../map/layout/routes';
import type { Layout } from '../map/layout/shapes';
import { isAgreed, PART_KINDS, PLAIN_KINDS, type PlainKind } from '../model/kinds';
import type { MapModel } from '../model/map';
import type { AgreePart } from '../model/meaning';
import { SIDES } from '../model/agreement';
import { Symbol } from '../styles/symbol';
import type { Agreement } from '../workshop/agreement';
import './print.scss';

/** Width and height of the map's part of an A3 page, in CSS pixels: 420 x 297 mm less margins, heading and goals. */
export const PAPER = { width: 1_490, height: 880 };
/** Width of the lanes' names and height of the stages' names, in map pixels. */
const LANE_WIDTH = 190;
const STAGE_HEIGHT = 56;

/** What is printed besides the map. */
export interface PrintViewProps {
  readonly map: MapModel;
  readonly agreement: Agreement;
  readonly title: string;
  readonly challenge: string;
  /** The day on the paper. */
  readonly on: Date;
}

/** How much a map of this size must shrink to fit the paper; it is never enlarged. */
export function paperScale(size: { readonly width: number; readonly height: number }): number {
  return Math.min(1, PAPER.width / (size.width + LANE_WIDTH), PAPER.height / (size.height + STAGE_HEIGHT));
}

/** Map and list on paper. */
export function PrintView({ map, agreement, title, challenge, on }: PrintViewProps) {
  const date = new Intl.DateTimeFormat(languageTag(), { dateStyle: 'long' }).format(on);
  return (
    <article class="pw-print">
      <section class="pw-print__page">
        <header class="pw-print__head">
          <h1>{title}</h1>
          {challenge !== '' && <p>{t('print.challenge', { challenge })}</p>}
          <p class="pw-print__facts">
            <span>{t('print.made', { date })}</span>
            <span>{t('print.state', { agreed: agreement.summary.value.all.agreed, all: agreement.parts.value.length })}</span>
            <strong>{t('product.notice')}</strong>
          </p>
        </header>
        <Goals map={map} agreement={agreement} />
        <PaperMap map={map} agreement={agreement} />
      </section>
      <section class="pw-print__list">
        <h2>{t('print.list')}</h2>
        {PLAIN_KINDS.map((kind) => <PlainParts map={map} agreement={agreement} kind={kind} key={kind} />)}
        <PaperList map={map} agreement={agreement} />
        <p class="pw-print__facts"><strong>{t('product.notice')}</strong></p>
      </section>
    </article>
  );
}

/** What every piece of the paper is drawn from. */
type Paper = Pick<PrintViewProps, 'map' | 'agreement'>;

/** The state of a part as shape and word; where the pair sees it differently, both views. */
function PaperState({ agreement, part }: { readonly agreement: Agreement; readonly part: AgreePart }) {
  const views = agreement.of(part).value.pairs.flatMap(({ pair, acts }) => SIDES.flatMap((side) => {
    const { view } = acts[side];
    return view ? [{ key: `${pair.id}-${side}`, words: t('print.view', { side: t(`side.${side}`), text: view.text }) }] : [];
  }));
  return (
    <>
      <StateMark tag={tagOfPart(agreement, part)} />
      {views.map((view) => <span class="pw-print__view" key={view.key}>{view.words}</span>)}
    </>
  );
}

/** The goals, first. */
function Goals({ map, agreement }: Paper) {
  return (
    <ol class="pw-print__goals">
      {map.goals.value.map((goal, index) => (
        <li key={goal.id}><strong>{t('goal.short', { number: index + 1 })}</strong> {partName(map, { kind: 'goal', id: goal.id })} <PaperState agreement={agreement} part={{ kind: 'goal', id: goal.id }} /></li>
      ))}
    </ol>
  );
}

/** The parts of a kind that is a plain list: what should come of it, with how we will know. */
function PlainParts({ map, agreement, kind }: Paper & { readonly kind: PlainKind }) {
  const parts = map.ordered(kind).value;
  if (parts.length === 0) return null;
  return (
    <section>
      <h3>{t(PART_KINDS[kind].labels.title)}</h3>
      <ul>
        {parts.map((value) => {
          const part = { kind, id: value.id };
          return (
            <li key={value.id}>
              <strong>{partName(map, part)}</strong> {isAgreed(part) && <PaperState agreement={agreement} part={part} />}
              {shownTexts(kind, value).map((text) => <p key={text}>{text}</p>)}
              {wordTags(kind, value).map((tag) => <p class="pw-print__said" key={tag.symbol}><Symbol name={tag.symbol} size={1} />{tag.word}</p>)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The map, drawn to scale. */
function PaperMap({ map, agreement }: Paper) {
  const layout = layoutMap(gridInput(map), browserMeasure(), 0);
  const scale = paperScale(layout);
  const [width, height] = [layout.width + LANE_WIDTH, layout.height + STAGE_HEIGHT];
  return (
    <div class="pw-print__frame" style={{ width: `${width * scale}px`, height: `${height * scale}px` }}>
      <div class="pw-print__map" style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${scale})` }}>
        {layout.columns.map((column, index) => (
          <div class="pw-print__stage" key={column.stage} style={{ left: `${LANE_WIDTH + column.x}px`, width: `${column.width}px` }}>
            <span>{index + 1}. {partName(map, { kind: 'stage', id: column.stage })} <StateMark tag={tagOfPart(agreement, { kind: 'stage', id: column.stage })} /></span>
          </div>
        ))}
        {layout.rows.map((row) => {
          const tag = sectorTag(map.lane(row.lane).value?.sector ?? '');
          return (
            <div class="pw-print__lane" key={row.lane} style={{ top: `${STAGE_HEIGHT + row.y}px`, height: `${row.height}px`, width: `${width}px` }}>
              <div class="pw-print__lane-name" style={{ width: `${LANE_WIDTH - 12}px` }}>
                {partName(map, { kind: 'lane', id: row.lane })}
                {tag && <span><Symbol name={tag.symbol} size={1} />{tag.word}</span>}
              </div>
            </div>
          );
        })}
        <PaperLinks map={map} layout={layout} />
        {[...layout.steps.values()].map((box) => {
          const look = stepStyle(map, agreement, box.id);
          return (
            <div class="pw-step pw-print__step" data-sector={look.sector || undefined} key={box.id} style={{ left: `${LANE_WIDTH + box.x}px`, top: `${STAGE_HEIGHT + box.y}px`, height: `${box.height}px` }}>
              <span class="pw-step__title">{look.title}</span>
              {look.tags.length > 0 && <span class="pw-step__tags">{look.tags.map((tag) => <span class="pw-step__tag" key={tag.symbol}><Symbol name={tag.symbol} size={1} />{tag.word}</span>)}</span>}
              <span class="pw-step__goals">{look.goals.map((goal) => <span class="pw-goal-chip" key={goal.short}>{goal.short}</span>)}</span>
              <span class="pw-step__state"><StateMark tag={look.state} /></span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The arrows. */
function PaperLinks({ map, layout }: { readonly map: MapModel; readonly layout: Layout }) {
  return (
    <svg class="pw-print__links" width={layout.width} height={layout.height} style={{ left: `${LANE_WIDTH}px`, top: `${STAGE_HEIGHT}px` }} aria-hidden="true">
      <defs>
        <marker id="pw-print-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" /></marker>
      </defs>
      {layout.links.map((link) => {
        const label = map.link(link.id).value?.label ?? '';
        const middle = link.points[Math.floor(link.points.length / 2)];
        return (
          <g key={link.id}>
            <path class={`pw-print__line${link.back ? ' pw-print__line--back' : ''}`} d={pathOf(link.points)} marker-end="url(#pw-print-arrow)" />
            {label !== '' && middle && <text x={middle.x} y={middle.y - 5} text-anchor="middle">{label}</text>}
          </g>
        );
      })}
    </svg>
  );
}

/** Stage by stage, lane by lane, every step with all that is said about it. */
function PaperList({ map, agreement }: Paper) {
  const notPlaced = map.notPlaced.value;
  return (
    <>
      {map.stages.value.map((stage, index) => {
        const cells = map.cellsOf(stage.id);
        return (
          <section key={stage.id}>
            <h3>{t('list.stage', { number: index + 1, title: partName(map, { kind: 'stage', id: stage.id }) })} <PaperState agreement={agreement} part={{ kind: 'stage', id: stage.id }} /></h3>
            {cells.length === 0 && <p>{t('list.noSteps')}</p>}
            {cells.map(({ lane, steps }) => (
              <div class="pw-print__cell" key={lane}>
                <h4>{partName(map, { kind: 'lane', id: lane })}</h4>
                <ul>{steps.map((id) => <PaperStep map={map} agreement={agreement} id={id} key={id} />)}</ul>
              </div>
            ))}
          </section>
        );
      })}
      {notPlaced.length > 0 && (
        <section>
          <h3>{t('notPlaced.title')}</h3>
          <ul>{notPlaced.map((id) => <PaperStep map={map} agreement={agreement} id={id} key={id} />)}</ul>
        </section>
      )}
    </>
  );
}

/** One step of the list. */
function PaperStep({ map, agreement, id }: Paper & { readonly id: string }) {
  const step = map.step(id).value;
  if (!step) return null;
  const goals = goalSigns(map, map.goalsOf(id).value).map((goal) => goal.short);
  const leads = map.linksFrom(id).value.map((link) => {
    const title = t('step.quoted', { title: stepName(map, link.to) });
    const said = link.label === '' ? title : `${title} (${link.label})`;
    const state = tagOfPart(agreement, { kind: 'link', id: link.id });
    return state.symbol === 'idea' ? said : `${said}: ${state.word}`;
  });
  const said = [
    ...stepTags(step).map((tag) => tag.word),
    ...(goals.length > 0 ? [t('step.serves', { goals: listInWords(goals) })] : []),
    ...(leads.length > 0 ? [t('step.leadsTo', { steps: listInWords(leads) })] : []),
  ];
  return (
    <li>
      <strong>{stepName(map, id)}</strong> <PaperState agreement={agreement} part={{ kind: 'step', id }} />
      {step.detail !== '' && <p>{step.detail}</p>}
      {step.kind === 'decision' && <p>{t('decision.together')}</p>}
      <DecisionWords step={step} />
      {said.length > 0 && <p class="pw-print__said">{said.join(' · ')}</p>}
    </li>
  );
}
