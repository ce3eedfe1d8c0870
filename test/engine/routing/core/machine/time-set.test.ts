// Somebody sets the clock: in every stand of every machine each moment that is remembered moves along, and nothing else does.
import t from 'tap'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { from } from '../../../../kit/machine.ts'
import { COMMANDS, LATER, STANDS } from '../agent/every.ts'
import { withAnother } from '../agent/stands.ts'
import { machine as callMachine } from '../call/company.ts'
import { STANDS as CALLS } from '../call/every.ts'
import { STANDS as QUEUES, queueMachineOfAll } from '../queue/every.ts'
import { told } from '../told.ts'

const AGENTS = { ...STANDS, 'in two calls': () => withAnother() }

/** an hour forward, and one back */
const SHIFTS = [3_600_000, -3_600_000]
const MOMENT = /(At|Since|Before|^since|^until|^at|^from|^to)$/

/** The state as it has to be. An agent whose stay ends at 0 is still there. */
function shifted(value: unknown, byMs: number, key = ''): unknown {
  if (typeof value === 'number') return MOMENT.test(key) && !(key === 'to' && value === 0) ? value + byMs : value
  if (Array.isArray(value)) return value.map((each) => shifted(each, byMs))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shifted(each, byMs, name)]))
}

const MACHINES = [
  { kind: 'agent', machine: agentMachine, stands: AGENTS },
  { kind: 'call', machine: callMachine, stands: CALLS },
  { kind: 'queue', machine: queueMachineOfAll, stands: QUEUES },
] as const

for (const { kind, machine, stands } of MACHINES)
  for (const [name, begin] of Object.entries(stands))
    t.test(`${kind} ${name}: each moment moves with the clock`, async (t) => {
      const { state } = begin()
      for (const byMs of SHIFTS) {
        const decision = machine.decide(state as never, { type: 'time-set', byMs } as never, { at: LATER, seed: 's' })
        t.match(decision, { facts: [{ type: 'time-set', byMs }] })
        const next = machine.evolve(state as never, { type: 'time-set', byMs }, LATER)
        t.strictSame(JSON.parse(JSON.stringify(next)), shifted(JSON.parse(JSON.stringify(state)), byMs))
      }
    })

t.test('an agent decides after it what it would have decided before it', async (t) => {
  const [byMs] = SHIFTS as [number]
  for (const [name, begin] of Object.entries(AGENTS)) {
    const stand = begin()
    const later = from(agentMachine, agentMachine.evolve(stand.state, { type: 'time-set', byMs }, LATER))
    for (const [key, command] of Object.entries(COMMANDS)) {
      const same = told(stand.when(command, LATER, 'new').decision)
      const moved = command.type === 'call-connected' ? { ...command, at: command.at + byMs } : command
      t.equal(told(later.when(moved, LATER + byMs, 'new').decision), same, `${name}: ${key}`)
    }
  }
})
