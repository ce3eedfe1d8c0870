// Brings the database to the newest shape and loads the sample company into an empty one; runs to its end.
import { ownProgram } from '../../code/place.ts'
import type { Part } from '../part.ts'

const MAIN = new URL('../../../engine/records/prepare.ts', import.meta.url)

export const prepare: Part = {
  name: 'prepare',
  role: 'postgres',
  about: 'database shape and sample company',
  embedded: () => true,
  user: 'tinglan',
  command: () => ownProgram(MAIN),
  ports: () => [],
  stopSignal: 'SIGTERM',
  ready: async () => false,
  once: true,
  readyWithinMs: 120_000,
  version: () => undefined,
  package: 'tinglan',
}
