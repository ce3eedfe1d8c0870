// Brings the database to the newest shape and loads the sample company into an empty one; runs to its end.
import type { Part } from '../part.ts'

export const prepare: Part = {
  name: 'prepare',
  about: 'database shape and sample company',
  embedded: () => true,
  command: () => ({ file: process.execPath, args: ['--import', 'tsx', 'engine/records/prepare.ts'] }),
  ports: () => [],
  stopSignal: 'SIGTERM',
  ready: async () => false,
  once: true,
  readyWithinMs: 120_000,
  version: () => undefined,
  package: 'tinglan',
}
