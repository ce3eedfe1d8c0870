// The three machines with the plug-ins found in their folders.

import type { AnyMachine, Machines } from '../protocol/machine.ts'
import { agentMachine } from './core/agent/machine.ts'
import { callMachine } from './core/call/machine.ts'
import { queueMachine } from './core/queue/machine.ts'
import { loadNodes } from './plug-ins/nodes.ts'
import { loadStrategies } from './plug-ins/strategies.ts'

export async function loadMachines(): Promise<Machines> {
  const [strategies, kinds] = await Promise.all([loadStrategies(), loadNodes()])
  return new Map([
    ['agent', agentMachine as AnyMachine],
    ['queue', queueMachine(strategies) as AnyMachine],
    ['call', callMachine(kinds) as AnyMachine],
  ])
}
