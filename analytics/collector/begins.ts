// From when on a fact counts in reports: a call that has ended where it arrived, a wait where it began, a state all along.

import type { ReportFact } from '#engine/protocol/facts.ts'
import type { FactBody } from '#engine/protocol/ledger.ts'

export function beginOf(at: number, given: FactBody): number {
  const body = given as ReportFact
  switch (body.type) {
    case 'call-ended': {
      const { arrivedAt, agents = [], path = [], trunks = [] } = body.summary
      return Math.min(
        ...[at, arrivedAt, ...agents.map(({ from }) => from), ...path.map((step) => step.at)],
        ...trunks.map(({ from }) => from),
      )
    }
    case 'call-answered':
    case 'call-left':
    case 'call-overflowed':
      return at - Math.max(0, body.waitedMs)
    case 'mode-changed':
      // who was not there counts when coming
      return (body.startedAt ?? at) - (body.from === 'signed-out' ? 0 : Math.max(0, body.spentMs))
    default:
      return at
  }
}
