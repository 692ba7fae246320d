// The map and the list are two sights of one thing: same parts, same order, same facts, in every browser.
import { expect, test, type Person } from '../fixtures.ts'
import { addPart, addStep, expectLight, fromPartMenu, inList, linkTo, moveStep, panel, toList, toMap, undoButton, zoomTo } from '../hands.ts'

/** Large enough that every step of the map is drawn. */
const WHOLE = { viewport: { width: 2800, height: 2600 } }

/** A pathway as it is read, whichever way it is shown. */
type Outline = { goals: string[]; stages: string[]; lanes: string[]; steps: string[] }

/** The short words on a step of the map, and the same in the list, which has room for more. */
const IN_FULL = { 'For people': 'Done for people', 'By people': 'Done by people', 'With people': 'Done with people', 'Professional': 'Professional knowledge', 'Other view': 'Other' }

/** As somebody hears the map: headers and each step's sentence. */
const outlineOfMap = (who: Person): Promise<Outline> => who.page.evaluate((inFull: Record<string, string>) => {
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].map((element) => element.getAttribute('aria-label') ?? '')
  const steps = [...document.querySelectorAll<HTMLElement>('[role="application"] [data-step]')].map((element) => {
    const title = element.querySelector('.pw-step__title')?.textContent ?? ''
    const label = element.getAttribute('aria-label') ?? ''
    if (!label.startsWith(`${title}. `)) return `${label} does not begin with ${title}`
    const [, written, place, rest] = /^(.*?)Step (\d+ of \d+ in .*?)\. (.*)$/s.exec(`${label.slice(title.length + 2)} `) ?? []
    const leads = /Leads to (.*?)\.(?: Comes from| ?$)/s.exec(rest ?? '')?.[1] ?? ''
    // What is not written on the step, as its lane says it, comes after its place.
    const more = /^(?:(?!Helps with |Leads to |Comes from ).)*/s.exec(rest ?? '')?.[0] ?? ''
    const goals = (rest ?? '').slice(more.length).replace(/ ?(Leads to|Comes from) .*$/s, '').replace(/^Helps with /, '').replace(/, | and (?=Goal)/g, ' ')
    const tags = `${written ?? ''}${more}`.split(/\. ?/).filter((word) => !/^(G\d+(, G\d+)*)?$/.test(word)).map((word) => inFull[word] ?? word)
    const said = [...tags.sort(), goals].join(' ').replace(/\./g, ' ').replace(/\s+/g, ' ').trim()
    return `${title} | ${place} | ${said} | ${leads}`
  })
  return {
    goals: [...document.querySelectorAll('main [aria-label="Goals"] li .pw-goals__goal')].map((goal) => goal.textContent ?? ''),
    stages: [...document.querySelectorAll('[role="application"] [data-stage] .pw-map__header-words')].map((words) => words.textContent ?? ''),
    lanes: all('[role="application"] [data-lane]').map((label) => label.replace(/^Edit lane: /, '')),
    steps,
  }
}, IN_FULL)

/** The same of the list, from its headings and rows. */
const outlineOfList = (who: Person): Promise<Outline> => who.page.evaluate(() => {
  const words = (element: Element | null | undefined) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()
  const sections = [...document.querySelectorAll('h3')].filter((heading) => /Stage \d+: /.test(words(heading)))
  const steps = sections.flatMap((heading) => {
    const stage = words(heading.querySelector('.pw-hidden')).replace(/^Stage \d+: /, '')
    return [...(heading.closest('details')?.querySelectorAll('section') ?? [])].flatMap((cell) => {
      const lane = words(cell.querySelector('h4'))
      const rows = [...cell.querySelectorAll('ol > li')]
      return rows.map((row, index) => {
        const all = [...row.querySelectorAll('.pw-row-step__said > *')].map((tag) => words(tag.querySelector('.pw-hidden') ?? tag)).filter(Boolean)
        // What is said in one word may stand in another order there; goals keep theirs.
        const said = [...all.filter((each) => !each.startsWith('Goal ')).sort(), ...all.filter((each) => each.startsWith('Goal '))].join(' ')
        const leads = words(row.querySelector('.pw-row-step__leads:not(.pw-soft)')).replace(/^Leads to /, '')
        return `${words(row.querySelector('button'))} | ${index + 1} of ${rows.length} in ${stage}, ${lane} | ${said.replace(/\./g, ' ').replace(/\s+/g, ' ').trim()} | ${leads}`
      })
    })
  })
  return {
    goals: [...document.querySelectorAll('.pw-list-section--goals li strong')].map(words),
    stages: sections.map((heading) => words(heading.querySelector('.pw-hidden')).replace(/^Stage \d+: /, '')),
    lanes: [...document.querySelectorAll('.pw-list-section--lanes li')].map((item) => [words(item.querySelector('strong')), words(item.querySelector('.pw-tagline'))].filter(Boolean).join('. ')),
    steps,
  }
})

/** A small generator, so that a seed tells the whole story. */
const generator = (seed: number) => {
  let state = seed >>> 0
  const next = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
  return { next, pick: <Item>(items: readonly Item[]): Item => items[next(items.length)]! }
}

const stepTitles = async (who: Person): Promise<string[]> => (await outlineOfList(who)).steps.map((step) => step.split(' | ')[0]!)

/** One random edit of a person in the list. */
const editOnce = async (who: Person, random: ReturnType<typeof generator>, number: number): Promise<void> => {
  const { page } = who
  const outline = await outlineOfList(who)
  const titles = await stepTitles(who)
  const cells = [...new Set(outline.steps.map((step) => step.split(' | ')[1]!.replace(/^\d+ of \d+ in /, '')))]
  switch (random.next(7)) {
    case 0: {
      const [stage, lane] = random.pick(cells).split(', ') as [string, string]
      return addStep(page, { stage, lane }, `Step ${number} of ${who.nickname}`)
    }
    case 1: return moveStep(page, random.pick(titles), { stage: random.pick(outline.stages), lane: random.pick(outline.lanes).split('. ')[0]! })
    case 2: {
      const at = random.next(outline.stages.length)
      return fromPartMenu(page, outline.stages[at]!, at === 0 ? 'Move down' : 'Move up')
    }
    case 3: return fromPartMenu(page, random.pick(titles), 'Remove')
    case 4: {
      const [from, to] = [random.pick(titles), random.pick(titles)]
      const isLinked = outline.steps.find((step) => step.startsWith(`${from} | `))!.split(' | ')[3]!.includes(`“${to}”`)
      return from === to || isLinked ? undefined : linkTo(page, from, to)
    }
    case 5: return addPart(page, random.pick(['stage', 'goal'] as const), `Part ${number} of ${who.nickname}`)
    default: {
      await inList(page, random.pick(titles)).click()
      const box = panel(page).getByRole('checkbox').nth(random.next(outline.goals.length))
      await box.setChecked(!(await box.isChecked()))
      await panel(page).getByRole('radio', { name: random.pick(['NHS', 'Peer', 'Person and family']), exact: true }).check()
      await panel(page).getByRole('button', { name: 'Close', exact: true }).click()
    }
  }
}

for (const seed of [1, 20_250_401]) {
  test(`BROWSER-31 list and map show the same parts in the same order to two people after random edits (seed ${seed})`, async ({ server, join }) => {
    const made = await server.makeWorkshop()
    const [ann, bob] = [await join(made, 'patientLeader', 'Ann', WHOLE), await join(made, 'facilitator', 'Bob', WHOLE)]
    const random = generator(seed)
    for (const who of [ann, bob]) {
      await toList(who.page)
      await who.page.getByRole('heading', { name: 'Lanes', exact: true }).click()
    }
    expect((await outlineOfList(ann)).steps).toHaveLength(9)
    for (let number = 1; number <= 14; number += 1) await editOnce(random.pick([ann, bob]), random, number)
    // Undo is an edit too, and must show in both as well.
    if (await undoButton(ann.page).isEnabled()) await undoButton(ann.page).click()
    for (const who of [ann, bob]) await expectLight(who.page, 'saved')
    await expect.poll(async () => JSON.stringify(await outlineOfList(ann)) === JSON.stringify(await outlineOfList(bob))).toBe(true)
    const list = await outlineOfList(ann)
    for (const who of [ann, bob]) {
      await toMap(who.page)
      await zoomTo(who.page, 100)
      await expect.poll(() => outlineOfMap(who)).toEqual(list)
    }
    expect(list.steps.length).toBeGreaterThan(4)
  })
}

/** Where a step stands, against the headers of its lane and stage, in screen pixels. */
const standsRight = (who: Person, id: string) => who.page.evaluate((step) => {
  const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect()
  const label = document.querySelector(`[data-step="${step}"]`)?.getAttribute('aria-label') ?? ''
  const [, stage, lane] = /Step \d+ of \d+ in (.*?), (.*?)\. /.exec(label) ?? []
  const headers = (kind: string, title: string | undefined) => [...document.querySelectorAll<HTMLElement>(`[data-${kind}]`)].find((each) => each.textContent?.includes(title ?? '?'))?.getBoundingClientRect()
  const [at, window, above, beside] = [box(`[data-step="${step}"]`), box('.pw-map__window'), headers('stage', stage), headers('lane', lane)]
  if (!at || !window || !above || !beside) return `no ${label}`
  const middle = { x: at.left + at.width / 2, y: at.top + at.height / 2 }
  return {
    inSight: middle.x > window.left && middle.x < window.right && middle.y > window.top && middle.y < window.bottom,
    underItsStage: above.left <= at.left + 1 && middle.x <= above.right,
    besideItsLane: beside.top <= middle.y && middle.y <= beside.bottom,
  }
}, id)

test('BROWSER-32 whatever brings a step into sight, it stands beside its lane and under its stage', async ({ server, join }) => {
  const made = await server.makeWorkshop()
  const ann = await join(made, 'facilitator', 'Fay', { viewport: { width: 1000, height: 760 } })
  const { page } = ann
  await toMap(page)
  await zoomTo(page, 100)
  // So near that most steps are out of sight.
  for (let press = 0; press < 4; press += 1) await page.getByRole('button', { name: 'Zoom in' }).click()
  const right = { inSight: true, underItsStage: true, besideItsLane: true }
  const ids = (await server.archive(await ann.key())).maps[0]!.steps.map((step) => step.id)
  /** Steps in the page that cannot be seen; the map keeps some around its window. */
  const hidden = () => page.evaluate((all) => all.filter((id) => {
    const [box, window] = [document.querySelector(`[data-step="${id}"]`), document.querySelector('.pw-map__window')].map((each) => each?.getBoundingClientRect())
    return box && window && (box.left >= window.right || box.top >= window.bottom || box.right <= window.left || box.bottom <= window.top)
  }), ids)
  const ways = {
    'scrolling into view, as page search and assistive technology do': (element: HTMLElement) => element.scrollIntoView({ block: 'center', inline: 'center' }),
    'focus': (element: HTMLElement) => element.focus(),
    'focus without scrolling': (element: HTMLElement) => element.focus({ preventScroll: true }),
  }
  const brought = new Set<string>()
  for (const [way, bring] of Object.entries(ways)) {
    await page.keyboard.press('Escape')
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    for (let round = 0; round < 3; round += 1) {
      const id = (await hidden()).find((each) => !brought.has(`${way} ${each}`))
      if (id === undefined) break
      brought.add(`${way} ${id}`)
      await page.locator(`[data-step="${id}"]`).evaluate(bring)
      await expect.poll(() => standsRight(ann, id), way).toEqual(right)
    }
  }
  expect(brought.size, [...brought].join('; ')).toBeGreaterThan(4)
})
