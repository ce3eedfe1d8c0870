// What Prometheus reads of an engine node.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { FactBody } from '#engine/protocol/ledger.ts'

export interface Metrics {
  decided(kind: string, facts: FactBody[]): void
  count(what: Counted, labels?: Record<string, string>): void
}

const COUNTED = {
  refusals: ['tinglan_refusals_total', 'Commands refused', ['kind', 'refusal']],
  bugs: ['tinglan_bugs_total', 'Decisions that threw; state was kept', ['kind', 'command']],
  doubles: ['tinglan_doubles_total', 'Doubled commands that were answered and not obeyed', []],
  overloads: ['tinglan_overloads_total', 'Commands refused because an inbox or the outbox was full', ['kind']],
  deadLetters: ['tinglan_dead_letters_total', 'Commands nobody took within the bound', ['kind', 'command']],
  ordersFailed: ['tinglan_media_orders_failed_total', 'Orders a media node refused or did not answer', ['order']],
  lookups: ['tinglan_lookups_total', 'Questions to the directory and to third parties', ['type', 'answer']],
  lostRecords: ['tinglan_lost_records_total', 'Decisions the ledger could never keep', []],
  shardsLost: ['tinglan_shards_lost_total', 'Shards that another node took; those handed over are not counted', []],
  faults: ['tinglan_faults_total', 'Faults of the world: bus, ledger, company', ['what']],
} as const
export type Counted = keyof typeof COUNTED

export interface Depths {
  actors(): number
  inbox(): number
  outbox(): number
  toActors(): number
  toMedia(): number
  shards(): number
  /** run nowhere for ten seconds and more */
  shardsBetween(): number
}

/** join→offer is measured over at most so many waiting calls at once */
const MOST_JOINED = 50_000

export function newMetrics(
  registry: Registry,
  depths: Depths,
  actorMessages: () => number,
  nowMs: () => number,
): Metrics {
  const registers = [registry]
  const counters = new Map<Counted, Counter>()
  for (const [key, [name, help, labelNames]] of Object.entries(COUNTED)) {
    counters.set(key as Counted, new Counter({ name, help, labelNames: [...labelNames], registers }))
  }
  const decisions = new Counter({ name: 'tinglan_decisions_total', help: 'Decisions', labelNames: ['kind'], registers })
  const facts = new Counter({ name: 'tinglan_facts_total', help: 'Facts', labelNames: ['kind'], registers })
  const offer = new Histogram({
    name: 'tinglan_join_to_offer_seconds',
    help: 'From a call joining a queue to its first offer to an agent',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 20, 60, 300],
    registers,
  })
  for (const [name, read] of Object.entries(depths)) {
    const collect = function (this: Gauge) {
      this.set(read())
    }
    new Gauge({ name: `tinglan_${snake(name)}`, help: `Present number: ${name}`, registers, collect })
  }
  const calls = new Counter({ name: 'tinglan_calls_total', help: 'Calls that ended', registers })
  new Counter({
    ...{ name: 'tinglan_actor_messages_total', help: 'Messages that actors got: one for all that waits', registers },
    collect() {
      this.reset()
      this.inc(actorMessages())
    },
  })
  const joined = new Map<string, number>()
  return {
    decided(kind, made) {
      decisions.inc({ kind })
      if (made.length > 0) facts.inc({ kind }, made.length)
      if (kind === 'call' && made.some(({ type }) => type === 'call-ended')) calls.inc()
      if (kind === 'queue') for (const fact of made) timeOffer(joined, offer, fact, nowMs)
    },
    count: (what, labels = {}) => counters.get(what)?.inc(labels),
  }
}

function timeOffer(joined: Map<string, number>, offer: Histogram, fact: FactBody, nowMs: () => number): void {
  const callId = (fact as { callId?: string }).callId
  if (callId === undefined) return
  if (fact.type === 'call-queued') {
    if (joined.size < MOST_JOINED) joined.set(callId, nowMs())
    return
  }
  const since = joined.get(callId)
  if (since === undefined) return
  if (fact.type === 'offer-made') offer.observe((nowMs() - since) / 1_000)
  if (['offer-made', 'call-left', 'call-overflowed'].includes(fact.type)) joined.delete(callId)
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
