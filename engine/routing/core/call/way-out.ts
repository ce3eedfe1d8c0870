// The five ways out of a queue.
import type { WayOut } from '#engine/protocol/company.ts'
import type { Draft } from './draft.ts'
import { apologise } from './ending.ts'
import { joinQueue, sentRound } from './join.ts'
import { MAIL, takeMessage } from './mail.ts'
import { find } from './reach.ts'
import { LIMITS } from './state.ts'

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
      return apologise(draft, { outcome, hungUpBy: 'queue' })
    }
    case 'flow': {
      if (!sentRound(draft)) askFlow(draft, wayOut.flowId)
    }
  }
}

export function askFlow(draft: Draft, flowId: string): undefined {
  const requestId = draft.id()
  draft.happen({ type: 'flow-asked', requestId, flowId, until: draft.at + LIMITS.lookupMs + LIMITS.graceMs })
  draft.ask(requestId, { type: 'flow', flowId }, LIMITS.lookupMs)
}
