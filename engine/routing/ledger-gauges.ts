// What the ledger holds, as metrics; doctor reads them from here.
import { Gauge, type Registry } from 'prom-client'
import type { Extent, Ledger } from '../ports/ledger.ts'

const FRESH_MS = 1_000

export function ledgerGauges(ledger: Ledger, registry: Registry, now: () => number): void {
  let asked: { at: number; extent: Promise<Extent | undefined> } | undefined
  const extent = () => {
    // one question for all gauges of a look
    if (!asked || now() - asked.at > FRESH_MS) asked = { at: now(), extent: ledger.extent().catch(() => undefined) }
    return asked.extent
  }
  const gauge = (name: string, help: string, pick: (extent: Extent) => number) =>
    new Gauge({
      name: `tinglan_ledger_${name}`,
      help,
      registers: [registry],
      async collect() {
        const found = await extent()
        if (found) this.set(pick(found))
      },
    })
  gauge('bytes', 'Size of the ledger', ({ bytes }) => bytes)
  gauge('max_bytes', 'Bound of its size, 0 for none', ({ maxBytes }) => maxBytes)
  gauge('entries', 'Entries in the ledger', ({ entries }) => entries)
  gauge('first_at_ms', 'Time of its oldest entry, ms since 1970', ({ firstAt, entries }) => (entries > 0 ? firstAt : 0))
  gauge('last_sequence', 'Sequence of its newest entry', ({ last }) => last)
}
