// Starts workshops whose maps are measured. Owns which; must not know what is measured.
import type { Made, Server } from '../server.ts'
import { pathwayArchive } from './pathway.ts'

/** The templates that come with the server. */
export const TEMPLATES = ['cardiac-services', 'neuro-rehab', 'lower-back-pain', 'audiology', 'podiatry', 'care-planning-conversation', 'new-models-of-care']

const ends = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

/** A workshop whose map has nothing on it. */
export const startEmpty = (server: Server): Promise<Made> =>
  server.command<Made>('/api/workshops', { title: 'Tiredness pathway', challenge: 'An answer within six weeks', endsOn: ends() })

/** A workshop with the pathway of 29 steps. */
export const startPathway = (server: Server): Promise<Made> =>
  server.command<Made>('/api/workshops', { title: 'Tiredness pathway', challenge: 'An answer within six weeks', endsOn: ends(), archive: pathwayArchive() })
