// Which calls ended or were disposed of just now, for who counts them.
import type { Read } from '../../ports/ledger.ts'
import type { AgentReportFact } from '../../protocol/facts.ts'
import { factsOf } from '../../protocol/ledger.ts'

type Disposed = Extract<AgentReportFact, { type: 'call-disposed' }>

export function tellSettled(entries: Read[], since: number, settled: ((callIds: string[]) => void) | undefined): void {
  if (!settled) return
  const ids = entries.flatMap(({ ref, entry }) =>
    entry.records.flatMap(factsOf).flatMap(({ body, at }) => {
      if (at < since) return []
      if (body.type === 'call-ended') return [ref.id]
      return body.type === 'call-disposed' ? [(body as Disposed).callId] : []
    }),
  )
  if (ids.length > 0) settled([...new Set(ids)])
}
