// A pathway as a workshop really builds it: 29 steps in 6 stages and 5 lanes, 34 links, 3 goals, 1 outcome; made up.
// Owns that content as an archive that starts a workshop. Must not know a page or what is measured.
type Cell = readonly [lane: number, stage: number]

export const STAGES = ['Noticing', 'First contact', 'Finding out', 'Deciding together', 'Living with it', 'When it flares up']
export const LANES = [
  ['Person and family', 'self_family'], ['Peers and community', 'vcse'], ['GP practice', 'nhs'], ['Hospital clinic', 'nhs'], ['Social care and council', 'social_care'],
] as const
export const GOALS = ['I get an answer within six weeks', 'I know what will happen to me next', 'I live my life, not my illness']

/** Cell, title, goals served, links to. */
export const STEPS: readonly (readonly [Cell, string, readonly number[], readonly number[]])[] = [
  [[0, 0], 'Feels tired for weeks and puts it down to getting older', [0], [2]],
  [[0, 0], 'Looks for information that can be trusted', [1], [2]],
  [[0, 1], 'Calls and says what worries me most', [0], [13]],
  [[0, 2], 'Chooses the day and place of the test', [1], [16]],
  [[0, 3], 'Brings someone along to hear the result', [2], [17]],
  [[0, 4], 'Uses my own plan every day', [2], [11]],
  [[0, 4], 'Says when I want less help, or more', [], [20]],
  [[0, 5], 'Knows the warning signs and where to call', [2], [22]],
  [[1, 0], 'Walking group talks about early signs', [0], [1, 2]],
  [[1, 2], 'Volunteer comes along to the test', [1], [16]],
  [[1, 3], 'Meets somebody who lives with the same illness', [2], [4]],
  [[1, 4], 'Cooking and moving together on Fridays', [2], [12]],
  [[1, 5], 'Peer phones after a bad week', [2], []],
  [[2, 1], 'One long appointment instead of three short ones', [0], [14]],
  [[2, 1], 'Listens, examines and asks what matters to me', [0], [15, 18]],
  [[2, 2], 'Blood tests on the same day', [], [18]],
  [[2, 2], 'Explains what the tests are for', [1], [18]],
  [[2, 3], 'Explains the options in plain words', [1], [20]],
  [[3, 2], 'Scan within two weeks of the first visit', [1], [19]],
  [[3, 2], 'Result in writing within two days', [0], [4, 20]],
  [[3, 3], 'Which treatment should come first?', [1], [5, 21, 26]],
  [[3, 4], 'Nurse visits in the first month at home', [], [23]],
  [[2, 5], 'Calls back on the same day', [2], [24]],
  [[2, 4], 'Checks in by text message, as agreed', [], [6]],
  [[3, 5], 'Short stay in hospital, or hospital at home', [2], [28]],
  [[4, 0], 'Council leaflet names the first step', [], [2]],
  [[4, 3], 'Advice on benefits and work is offered', [], [27]],
  [[4, 4], 'Home is made ready before it is needed', [2], []],
  [[4, 5], 'Extra help at home for two weeks', [], [5, 7]],
]

/** How many links it has. */
export const LINKS = STEPS.reduce((sum, step) => sum + step[3].length, 0)
/** How many steps it has. */
export const STEP_COUNT = STEPS.length

/** The archive of it, as `POST /api/workshops` takes it. */
export const pathwayArchive = (): object => ({
  format: 'pairway-archive', version: 1, exportedAt: 0, notice: 'Service design. Not clinical advice.',
  workshop: { title: 'Tiredness pathway', challenge: 'An answer within six weeks', template: '', format: '', agenda: [] },
  maps: [{
    kind: 'future',
    stages: STAGES.map((title, at) => ({ id: `s${at}`, title })),
    lanes: LANES.map(([title, sector], at) => ({ id: `l${at}`, title, sector })),
    goals: GOALS.map((title, at) => ({ id: `g${at}`, title })),
    steps: STEPS.map(([[lane, stage], title], at) => ({
      id: `p${at}`, title, detail: '', stage: `s${stage}`, lane: `l${lane}`, kind: 'step', mode: ['for', 'by', 'with'][at % 3], sector: LANES[lane]![1], perspective: '',
    })),
    links: STEPS.flatMap(([, , , to], from) => to.map((end) => ({ id: `k${from}-${end}`, from: `p${from}`, to: `p${end}`, kind: 'leadsTo', label: '' }))),
    stepGoals: STEPS.flatMap(([, , goals], at) => goals.map((goal) => ({ step: `p${at}`, goal: `g${goal}` }))),
  }],
})
