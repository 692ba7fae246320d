/**
 * The layout of the map as it is shown: at the level of the zoom and for the width of the window, made again only when
 * something has changed that moves or resizes a part.
 *
 * Owns when a layout is made. Knows no DOM: it is told the window's size, and reads the map when it is asked to.
 */
import type { Parts } from '../routing/parts';
import { layoutInParts, layoutMap, layoutMeanwhile, standsAsBefore } from './geometry';
import { choiceAt, levelAt, WHOLE_STEPS_MAX, wholeZoom } from './levels';
import { USUAL_LAYOUT, type GridInput, type GridStep, type Layout, type LayoutChoice, type Measure } from './shapes';
import { stepHeight } from './step-size';
import { fromShared, toShared } from './shared-place';
import { OVERVIEW_ZOOM, stillPoint, toMap, zoomAt, type Size, type Viewport } from './viewport';

/** Who has changed something: this person, or others. */
type Whose = 'mine' | 'others';

/**
 * How much longer than a layout took the next one waits that only others' words ask for: laying out for them never takes more than a
 * fifth of the time that this device has.
 */
const REST = 4;

/** How long a map that changes again and again is shown with lines of before, in milliseconds: then they are looked for at once. */
const LINES_LATE_MS = 2_000;

/** The layout of one map, first made when somebody asks for it: by then the size of the window is known. */
export class LaidOut {
  private known: Layout | undefined;
  /** How often a layout was made, and not the one before given back; told to whoever measures. */
  made = 0;
  private current: GridInput | undefined;
  private changed = false;
  /** Steps whose words have changed, and who has changed them. */
  private readonly reworded = new Map<string, Whose>();
  /** By whom steps have words that need more or less room than they have. */
  private outgrown: Whose | undefined;
  private restsUntil = 0;
  /** The layout with new lines that is being made while one with the lines of before is shown, and since when such are shown. */
  private coming: { readonly work: Parts<Layout>; readonly since: number } | undefined;
  private arrived: Layout | undefined;
  /** Where each step is in the input. */
  private places: Map<string, number> | undefined;
  private choice: LayoutChoice = USUAL_LAYOUT;
  private level = 1;
  private size: Size = { width: 0, height: 0 };
  private text = 1;
  /** The zoom that shows the whole map, reckoned when somebody asks. */
  private whole: { readonly zoom: number | undefined } | undefined;

  constructor(private readonly read: { all(): GridInput; step(id: string): GridStep | undefined }, private measuredBy: Measure) {}

  /** How wide words are. */
  get measure(): Measure {
    return this.measuredBy;
  }

  get layout(): Layout {
    return this.known ?? this.make(undefined);
  }

  private get input(): GridInput {
    this.current ??= this.read.all();
    return this.current;
  }

  /** Remembers that the words of these steps have changed and nothing else; with none given, that anything may have. */
  note(ids: readonly string[] | undefined, whose: Whose): void {
    if (!this.current) return;
    if (!ids) this.changed = true;
    else for (const id of ids) if (this.reworded.get(id) !== 'mine') this.reworded.set(id, whose);
  }

  /** Whether something has changed since the map was laid out that is to be laid out now. */
  get isStale(): boolean {
    return this.changed || this.reworded.size > 0 || this.waitMs === 0 || this.arrived !== undefined;
  }

  /** Whether lines of before are shown until new ones are found by {@link goOn}. */
  get isUnfinished(): boolean {
    return this.coming !== undefined;
  }

  /** Looks for new lines for about so many milliseconds; true once they are there, for the next {@link refresh}. */
  goOn(ms: number): boolean {
    const until = performance.now() + ms;
    while (this.coming) {
      const part = this.coming.work.next();
      if (part.done === true) {
        this.arrived = part.value;
        this.coming = undefined;
      } else if (performance.now() >= until) break;
    }
    return this.arrived !== undefined;
  }

  /** How long steps that others made higher or lower wait for their room, in milliseconds; nothing when none does. */
  get waitMs(): number | undefined {
    if (!this.outgrown) return undefined;
    return this.outgrown === 'mine' ? 0 : Math.max(0, this.restsUntil - performance.now());
  }

  /** Lays out what the map is now, where anything moves or becomes higher or lower. */
  refresh(): void {
    if (this.arrived) this.show(this.arrived);
    if (this.changed) {
      this.current = this.read.all();
      this.places = undefined;
      this.make(this.layout);
      this.outgrown = undefined;
    } else {
      if (this.reworded.size > 0) this.reword();
      if (this.waitMs === 0) this.makeRoom();
    }
    this.changed = false;
    this.reworded.clear();
  }

  /** Gives steps whose words have changed the room that they need. */
  private makeRoom(): void {
    const began = performance.now();
    this.make(undefined);
    const ended = performance.now();
    this.restsUntil = ended + REST * (ended - began);
  }

  /** Reads the words that have changed, and whether they need other room than they have. */
  private reword(): void {
    this.places ??= new Map(this.input.steps.map((step, index) => [step.id, index]));
    const steps = [...this.input.steps];
    for (const [id, whose] of this.reworded) {
      const index = this.places.get(id);
      const step = this.read.step(id);
      if (index === undefined || !step) continue;
      steps[index] = step;
      const box = this.layout.steps.get(id);
      const isHeld = box !== undefined && stepHeight(step, this.measure, { ...this.choice, width: box.width }) === box.height;
      if (!isHeld && this.outgrown !== 'mine') this.outgrown = whose;
    }
    this.current = { ...this.input, steps };
  }

  /** The window has this size, and the person reads letters that are larger by `text`. */
  fitTo(size: Size, text: number): void {
    if (size.width === this.size.width && size.height === this.size.height && text === this.text) return;
    const wider = size.width !== this.size.width || text !== this.text;
    this.size = size;
    this.text = text;
    this.whole = undefined;
    if (wider) this.choose();
  }

  /** Words take another width than before: a person has spaced them. */
  measureBy(measure: Measure): void {
    this.measuredBy = measure;
    if (this.known) this.make(undefined);
  }

  /**
   * Lays out for the level of the view that is wished for, where that is another one, and gives the view in which what is
   * under the point around which the zoom changed stays there. A map that can be read as a whole is never smaller than its
   * words can be read.
   */
  follow(before: Viewport, wished: Viewport): Viewport {
    const least = OVERVIEW_ZOOM * this.text;
    const still = stillPoint(before, wished);
    const view = wished.zoom < least && this.wholeZoom !== undefined ? zoomAt(wished, still, least) : wished;
    const level = levelAt(view.zoom, this.text);
    if (level === this.level) return view;
    const place = toShared(this.layout, toMap(before, still));
    this.level = level;
    this.choose();
    const at = fromShared(this.layout, place);
    return { zoom: view.zoom, x: still.x - at.x * view.zoom, y: still.y - at.y * view.zoom };
  }

  /** The greatest zoom at which the whole map can be read in the window; nothing when it is too large for any. */
  get wholeZoom(): number | undefined {
    this.whole ??= { zoom: wholeZoom({ input: this.input, measure: this.measure, window: this.size, text: this.text }) };
    return this.whole.zoom;
  }

  /** Whether the map has more steps than any window shows in words. */
  get isBeyondReading(): boolean {
    return this.input.steps.length > WHOLE_STEPS_MAX;
  }

  private choose(): void {
    this.choice = choiceAt(this.level, this.text, this.size.width);
    if (this.known) this.make(undefined);
  }

  private make(before: Layout | undefined): Layout {
    const { input, measure, choice, known } = this;
    if (before && standsAsBefore(before, input, measure, choice)) return before;
    const since = this.coming?.since ?? performance.now();
    const isLate = performance.now() - since > LINES_LATE_MS;
    const meanwhile = known && !isLate ? layoutMeanwhile(input, measure, choice, known) : undefined;
    this.coming = meanwhile && { work: layoutInParts(input, measure, choice), since };
    this.made += 1;
    this.outgrown = undefined;
    return this.show(meanwhile ?? layoutMap(input, measure, choice));
  }

  private show(layout: Layout): Layout {
    this.arrived = undefined;
    this.whole = undefined;
    this.known = layout;
    return layout;
  }
}
