// What can be measured of the map on a page, from outside: what the eye gets, taken from boxes, fonts and paths as drawn.
// Owns the measuring. Must not know what is asked for, nor how the page is made beyond the classes named here.
import type { Page } from '@playwright/test'

/** Least size of a title that can be read, in CSS pixels on the screen. */
export const READABLE_PX = 10

export type MapFigures = {
  /** Share of the window in which a press meets the map, and not something beside or over it. */
  share: number
  /** Steps whose whole title is in sight at {@link READABLE_PX} or more. */
  readable: number
  /** Steps whose symbols are in sight too. */
  withSymbols: number
  /** Titles with letters that are cut. */
  cut: number
  /** Share of the map's window that headers and steps reach over. */
  used: number
  /** Share of the grid's ground that steps cover. */
  covered: number
  /** Steps that lie over one another. */
  overlapping: number
}

/** Measures the map as it stands now. */
export const mapFigures = (page: Page): Promise<MapFigures> => page.evaluate(({ least }) => {
  const map = document.querySelector<HTMLElement>('.pw-map')
  if (!map) throw new Error('there is no map on the page')
  const window_ = map.getBoundingClientRect()
  const EVERY = 8
  let [hits, points] = [0, 0]
  for (let x = EVERY / 2; x < innerWidth; x += EVERY) {
    for (let y = EVERY / 2; y < innerHeight; y += EVERY) {
      points += 1
      if (map.contains(document.elementFromPoint(x, y))) hits += 1
    }
  }
  type Box = { left: number; top: number; right: number; bottom: number }
  const within = (box: Box): boolean => box.left >= window_.left - 1 && box.right <= window_.right + 1 && box.top >= window_.top - 1 && box.bottom <= window_.bottom + 1
  const area = (box: Box): number => Math.max(0, box.right - box.left) * Math.max(0, box.bottom - box.top)
  const around = (boxes: readonly Box[]): Box => boxes.reduce((all, box) => ({ left: Math.min(all.left, box.left), top: Math.min(all.top, box.top), right: Math.max(all.right, box.right), bottom: Math.max(all.bottom, box.bottom) }), { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity })
  const isMet = (element: Element, x: number, y: number): boolean => {
    const met = document.elementFromPoint(x, y)
    return met !== null && (element.contains(met) || met.contains(element))
  }
  const steps = [...map.querySelectorAll<HTMLElement>('.pw-step')].filter((step) => step.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  const boxes = steps.map((step) => step.getBoundingClientRect())
  let [readable, withSymbols, cut] = [0, 0, 0]
  for (const [at, step] of steps.entries()) {
    const title = step.querySelector<HTMLElement>('.pw-step__title')
    const box = boxes[at]!
    if (!title || !title.checkVisibility({ visibilityProperty: true })) continue
    // Sizes are given before the zoom of the picture; the boxes are what is seen.
    const scale = box.width / step.offsetWidth
    const words = document.createRange()
    words.selectNodeContents(title)
    const lines = [...words.getClientRects()]
    const all = around(lines)
    const isCut = all.right > box.right + 0.5 || all.bottom > box.bottom + 0.5 || title.scrollHeight > title.clientHeight + 1 && getComputedStyle(title).overflow !== 'visible'
    if (isCut) cut += 1
    const isSeen = within(all) && lines.every((line) => isMet(step, line.left + Math.min(4, line.width / 2), (line.top + line.bottom) / 2))
    if (isCut || !isSeen || parseFloat(getComputedStyle(title).fontSize) * scale < least - 0.01) continue
    readable += 1
    const signs = [...step.querySelectorAll<HTMLElement>(':scope > :not(.pw-step__title) svg, .pw-goal-chip, .pw-step__flag')].filter((sign) => sign.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !sign.closest('.pw-step__handle'))
    if (signs.length > 0 && signs.every((sign) => within(sign.getBoundingClientRect()))) withSymbols += 1
  }
  let overlapping = 0
  for (const [at, one] of boxes.entries()) {
    for (const other of boxes.slice(at + 1)) if (one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1) overlapping += 1
  }
  const headers = [...map.querySelectorAll('.pw-map__stage, .pw-map__lane')].map((header) => header.getBoundingClientRect())
  const everything = around([...headers, ...boxes])
  const seen = { left: Math.max(everything.left, window_.left), top: Math.max(everything.top, window_.top), right: Math.min(everything.right, window_.right), bottom: Math.min(everything.bottom, window_.bottom) }
  const ground = around(boxes)
  return {
    share: hits / points, readable, withSymbols, cut, used: area(seen) / area(window_),
    covered: boxes.reduce((sum, box) => sum + area(box), 0) / area(ground), overlapping,
  }
}, { least: READABLE_PX })

export type LinkFigures = {
  /** Links as lines. */
  links: number
  /** How often two links cross. */
  crossings: number
  /** Pairs of links that run over one another without leading to the same step. */
  overlapping: number
  /** Mean length of a line as drawn, in map pixels. */
  meanLength: number
  /** Lines that go through a step. */
  throughSteps: number
  /** Long links that are stubs at both of their steps. */
  stubs: number
  /** Words of links and stubs that lie over a step. */
  wordsOver: number
}

/** Measures the links in sight, in map pixels: from the paths as drawn. */
export const linkFigures = (page: Page): Promise<LinkFigures> => page.evaluate(() => {
  const SAMPLE = 2
  const OVER = 1.5
  const RUN = 8
  const map = document.querySelector<HTMLElement>('.pw-map')
  if (!map) throw new Error('there is no map on the page')
  type Point = { x: number; y: number }
  const lines = [...map.querySelectorAll<SVGPathElement>('.pw-link path.pw-link__line')].filter((path) => path.getTotalLength() > 0).map((path) => {
    const length = path.getTotalLength()
    const points: Point[] = Array.from({ length: Math.ceil(length / SAMPLE) + 1 }, (_, at) => path.getPointAtLength(Math.min(length, at * SAMPLE)))
    const group = path.closest<SVGGElement>('.pw-link')!
    return { points, length, to: group.dataset['to'] ?? '', name: group.dataset['link'] ?? '' }
  })
  const cell = (point: Point): string => `${Math.round(point.x / OVER)},${Math.round(point.y / OVER)}`
  const near = (set: Set<string>, { x, y }: Point): boolean => {
    for (const dx of [-OVER, 0, OVER]) for (const dy of [-OVER, 0, OVER]) if (set.has(cell({ x: x + dx, y: y + dy }))) return true
    return false
  }
  const sets = lines.map((line) => new Set(line.points.map(cell)))
  let [crossings, overlapping] = [0, 0]
  const side = (a: Point, b: Point, c: Point): number => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
  for (const [at, one] of lines.entries()) {
    for (const [by, other] of lines.entries()) {
      if (by <= at) continue
      // How many samples in a row lie on the other line.
      let [run, longest] = [0, 0]
      const meetings: Point[] = []
      one.points.forEach((point, index) => {
        if (near(sets[by]!, point)) {
          run += 1
          longest = Math.max(longest, run)
        } else run = 0
        const next = one.points[index + 1]
        if (!next || !near(sets[by]!, point) && !near(sets[by]!, next)) return
        for (let k = 1; k < other.points.length; k += 1) {
          const [c, d] = [other.points[k - 1]!, other.points[k]!]
          if (Math.abs(c.x - point.x) > 2 * SAMPLE || Math.abs(c.y - point.y) > 2 * SAMPLE) continue
          if (side(point, next, c) * side(point, next, d) < 0 && side(c, d, point) * side(c, d, next) < 0 && meetings.every((met) => Math.hypot(met.x - point.x, met.y - point.y) > 4)) meetings.push(point)
        }
      })
      if (longest >= RUN && (one.to === '' || one.to !== other.to)) overlapping += 1
      else crossings += meetings.length
    }
  }
  // On a phone links are words on their step.
  const toMap = map.querySelector<SVGSVGElement>('.pw-map__links')?.getScreenCTM()?.inverse() ?? new DOMMatrix()
  const boxes = [...map.querySelectorAll<HTMLElement>('.pw-step')].map((step) => {
    const box = step.getBoundingClientRect()
    const from = new DOMPoint(box.left, box.top).matrixTransform(toMap)
    const to = new DOMPoint(box.right, box.bottom).matrixTransform(toMap)
    return { left: from.x, top: from.y, right: to.x, bottom: to.y }
  })
  const INSIDE = 2
  const isInside = ({ x, y }: Point): boolean => boxes.some((box) => x > box.left + INSIDE && x < box.right - INSIDE && y > box.top + INSIDE && y < box.bottom - INSIDE)
  const words = [...map.querySelectorAll('.pw-link-words')].filter((each) => (each.textContent ?? '') !== '').map((each) => each.getBoundingClientRect())
  const over = words.filter((word) => [...map.querySelectorAll('.pw-step')].some((step) => {
    const box = step.getBoundingClientRect()
    return word.left < box.right - 1 && box.left < word.right - 1 && word.top < box.bottom - 1 && box.top < word.bottom - 1
  }))
  return {
    links: lines.length, stubs: new Set([...map.querySelectorAll<HTMLElement>('.pw-link-words--stub[data-link]')].map((stub) => stub.dataset['link'])).size, crossings, overlapping, wordsOver: over.length,
    meanLength: lines.length === 0 ? 0 : lines.reduce((sum, line) => sum + line.length, 0) / lines.length,
    throughSteps: lines.filter((line) => line.points.filter(isInside).length > 2).length,
  }
})
