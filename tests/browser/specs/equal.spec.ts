// The map and the list are two sights of one thing: same parts, same order, same facts, in every browser.
import { expect, test, type Person } from '../fixtures.ts'
import { addPart, addStep, expectLight, fromPartMenu, inList, linkTo, moveStep, panel, toList, toMap, undoButton } from '../hands.ts'

/** Large enough that every step of the map is drawn. */
const WHOLE = { viewport: { width: 2800, height: 2600 } }

/** A pathway as it is read, whichever way it is shown. */
type Outline = { goals: string[]; stages: string[]; lanes: string[]; steps: string[] }

/** As somebody hears the map: headers and each step's sentence. */
const outlineOfMap = (who: Person): Promise<Outline> => who.page.evaluate(() => {
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)].map((element) => element.getAttribute('aria-label') ?? '')
  const steps = all('[role="application"] [data-step]').map((label) => {
    const [, title, place, rest] = /^(.*?)\. Step (\d+ of \d+ in .*?)\. (.*)$/s.exec(label) ?? []
    const leads = /Leads to (.*?)\.(?: Comes from|$)/s.exec(rest ?? '')?.[1] ?? ''
    const said = (rest ?? '').replace(/ ?(Leads to|Comes from) .*$/s, '').replace(/Serves /, '').replace(/, | and (?=Goal)/g, ' ').replace(/\./g, ' ').replace(/\s+/g, ' ').trim()
    return `${title} | ${place} | ${said} | ${leads}`
  })
  return {
    goals: [...document.querySelectorAll('main [aria-label="Goals"] li .pw-goals__goal')].map((goal) => goal.textContent ?? ''),
    stages: all('[role="application"] [data-stage]').map((label) => label.replace('Edit the stage ', '')),
    lanes: all('[role="application"] [data-lane]').map((label) => label.replace(/^Edit the lane /, '')),
    steps,
  }
})

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
        const said = [...row.querySelectorAll('.pw-row-step__said > *')].map((tag) => words(tag.querySelector('.pw-hidden') ?? tag)).join(' ')
        const leads = words(row.querySelector('.pw-row-step__leads')).replace(/^Leads to /, '')
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
      await panel(page).getByRole('button', { name: 'Close' }).click()
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
      await who.page.getByRole('button', { name: /Normal size/ }).click()
      await expect.poll(() => outlineOfMap(who)).toEqual(list)
    }
    expect(list.steps.length).toBeGreaterThan(4)
  })
}
