// What an agent presses, as the machine tells it from what others say.
import type { AgentCommand } from '#engine/protocol/agent.ts'

/** Commands of the page: their reply is the agent's new view. */
export const BUTTONS: ReadonlySet<string> = new Set<AgentCommand['type']>([
  'sign-in',
  'sign-out',
  'ready',
  'take-break',
  'end-wrap-up',
  'use-skills',
  'after-call',
  'wrap-up',
  'more-time',
  'dispose',
  'dial',
  'watch',
  'bar',
  'decline',
  'hold',
  'resume',
  'transfer',
  'consult',
  'invite',
  'swap',
  'merge',
  'take-back',
  'hand-over',
  'drop',
  'send-digits',
  'record',
  'hang-up',
  'reattach',
])
