// The five ways out of a queue.
import type { WayOut } from '#engine/protocol/company.ts'
import type { Draft } from './draft.ts'
import { end, farewell } from './ending.ts'
import { joinQueue, sentRound } from './join.ts'
import { MAIL, takeMessage } from './mail.ts'
import { find } from './reach.ts'
import { type Ending, LIMITS } from './state.ts'

export function takeWayOut(draft: Draft, wayOut: WayOut, queueId: string): undefined {
  switch (wayOut.type) {
    case 'voicemail':
      return takeMessage(draft, { queueId, ...MAIL })
    case 'queue':
      return joinQueue(draft, wayOut.queueId)
    case 'outside':
      return find(draft, wayOut.number, '', { for: 'way-out', queueId })
    case 'hang-up': {
      const outcome = draft.journey.talkStartedAt === undefined ? 'overflowed' : 'answered'
      return goodbye(draft, { outcome, hungUpBy: 'queue' }, wayOut.promptId)
    }
    case 'flow': {
      if (!sentRound(draft)) askFlow(draft, wayOut.flowId)
    }
  }
}

function goodbye(draft: Draft, ending: Ending, promptId: string | undefined): undefined {
  if (promptId) return farewell(draft, [{ type: 'file', promptId }], ending, { waitMs: LIMITS.playMs })
  return end(draft, ending, {})
}

export function askFlow(draft: Draft, flowId: string): undefined {
  const requestId = draft.id()
  draft.happen({ type: 'flow-asked', requestId, flowId, until: draft.at + LIMITS.lookupMs + LIMITS.graceMs })
  draft.ask(requestId, { type: 'flow', flowId }, LIMITS.lookupMs)
}
