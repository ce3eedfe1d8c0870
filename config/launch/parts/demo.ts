// Simulated callers and agents; idle until switched on. Part of the demo only.
import { ownProgram } from '../../code/place.ts'
import type { Part } from '../part.ts'

const MAIN = new URL('../../../bench/demo/main.ts', import.meta.url)

export const demo: Part = {
  name: 'demo',
  role: 'demo',
  about: 'simulated callers (off until switched on)',
  embedded: (settings) => settings.demo.company,
  user: 'tinglan',
  command: () => ownProgram(MAIN),
  ports: () => [],
  stopSignal: 'SIGTERM',
  ready: 'ipc',
  readyWithinMs: 60_000,
  version: () => ['sipp', '-v'],
  package: 'sip-tester',
}
