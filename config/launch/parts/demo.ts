// Simulated callers and agents; idle until switched on. Part of the demo only.
import type { Part } from '../part.ts'

export const demo: Part = {
  name: 'demo',
  about: 'simulated callers (off until switched on)',
  embedded: (settings) => settings.demo.company,
  command: () => ({ file: process.execPath, args: ['--import', 'tsx', 'bench/demo/main.ts'] }),
  ports: () => [],
  stopSignal: 'SIGTERM',
  ready: 'ipc',
  readyWithinMs: 60_000,
  version: () => ['sipp', '-v'],
  package: 'sip-tester',
}
