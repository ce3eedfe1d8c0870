// Routing around the in-memory media driver: calls routed per second at full load, and join → offer at half of it.
import { defineScenario } from '#bench/kit/scenario.ts'
import type { Machines } from '#engine/protocol/machine.ts'
import { startBenchEngine } from '../kit/engine.ts'
import { percentile } from '../kit/figures.ts'
import type { Progress } from '../kit/progress.ts'

const SIZES = [100, 1_000, 10_000]
/** at full load this many calls are kept under way: fewer than agents, so that nobody waits for an agent to be free */
const UNDER_WAY = 90
const TICK_MS = 10

/** Notes when a call joined and when it was offered, both as the queue decides. */
function stopwatch(): { waits: number[]; watch(machines: Machines): Machines } {
  const joined = new Map<string, number>()
  const waits: number[] = []
  const watch = (machines: Machines): Machines => {
    const queue = machines.get('queue')!
    const decide: typeof queue.decide = (state, command, given) => {
      const call = (command as { call?: { callId: string } }).call
      if (command.type === 'join' && call) joined.set(call.callId, performance.now())
      const decision = queue.decide(state, command, given)
      if ('facts' in decision)
        for (const fact of decision.facts as { type: string; callId?: string }[]) {
          if (fact.type !== 'offer-made' || fact.callId === undefined) continue
          const at = joined.get(fact.callId)
          if (at !== undefined) waits.push(performance.now() - at)
          joined.delete(fact.callId)
        }
      return decision
    }
    return new Map([...machines, ['queue', { ...queue, decide }]])
  }
  return { waits, watch }
}

interface Row {
  agents: number
  perSecond: number
  p50: number
  p99: number
  cpuMs: number
  heapMiB: number
  lost: number
}

async function measure(agents: number, queues: number, seconds: number, progress: Progress): Promise<Row> {
  const { waits, watch } = stopwatch()
  const phone = { type: 'answers', afterMs: 0, talkMs: 0 } as const
  const bench = await startBenchEngine({ agents, queues, phone }, watch, (done) =>
    progress.show(done, agents, `${agents} agents sign in`),
  )
  const ended = { count: 0, unanswered: 0 }
  const live = new Set<{ state: string; status: number | undefined }>()
  let made = 0
  const call = (): void => {
    live.add(
      bench.media.caller({ number: `138${String(made).padStart(8, '0')}`, to: String(90_000 + (made % queues)) }),
    )
    made += 1
  }
  const sweep = (): void => {
    for (const caller of live) {
      if (caller.state !== 'ended') continue
      live.delete(caller)
      ended.count += 1
      if (caller.status !== undefined) ended.unanswered += 1
    }
  }
  const phase = async (what: string, ms: number, feed: (elapsed: number) => void): Promise<number> => {
    const began = performance.now()
    for (let elapsed = 0; elapsed < ms; elapsed = performance.now() - began) {
      feed(elapsed)
      await new Promise((resolve) => setImmediate(resolve))
      sweep()
      progress.show(elapsed, ms, `${agents} agents: ${what}`)
    }
    return performance.now() - began
  }
  const half = (seconds * 1_000) / 2
  const cpu = process.cpuUsage()
  const tookMs = await phase('as many calls as it takes', half, () => {
    while (live.size < Math.min(UNDER_WAY, agents)) call()
  })
  const perSecond = (ended.count / tookMs) * 1_000
  const used = process.cpuUsage(cpu)
  const cpuMs = (used.user + used.system) / 1_000 / ended.count
  waits.length = 0
  let due = 0
  await phase(`${Math.round(perSecond / 2)} calls/s`, half, (elapsed) => {
    for (; due < (elapsed / 1_000) * (perSecond / 2) && live.size < agents; due++) call()
  })
  const until = performance.now() + 5_000
  while (live.size > 0 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    sweep()
  }
  const heapMiB = process.memoryUsage().rss / 2 ** 20
  bench.stop()
  return {
    agents,
    perSecond,
    p50: percentile(waits, 50),
    p99: percentile(waits, 99),
    cpuMs,
    heapMiB,
    lost: live.size + ended.unanswered,
  }
}

export default defineScenario({
  name: 'routing',
  about: 'calls routed per second and join → offer, in-memory media, by number of agents',
  options: [
    {
      name: 'agents',
      label: { zh: '坐席数，0 为 100、1000、10000', en: 'agents; 0 = 100, 1,000 and 10,000' },
      type: 'number',
      default: 0,
    },
    { name: 'perQueue', label: { zh: '每队列坐席数', en: 'agents per queue' }, type: 'number', default: 100 },
    { name: 'seconds', label: { zh: '每档秒数', en: 'seconds per size' }, type: 'number', default: 20 },
  ],
  async run(options, progress) {
    const sizes = options.agents ? [options.agents] : SIZES
    const rows: Row[] = []
    for (const agents of sizes) {
      const queues = Math.max(1, Math.ceil(agents / (options.perQueue || agents)))
      rows.push(await measure(agents, queues, options.seconds ?? 20, progress))
    }
    return {
      columns: [
        { name: 'agents' },
        { name: 'calls routed', unit: '1/s' },
        { name: 'join→offer p50', unit: 'ms' },
        { name: 'join→offer p99', unit: 'ms' },
        { name: 'CPU per call', unit: 'ms' },
        { name: 'memory', unit: 'MiB' },
        { name: 'lost' },
      ],
      rows: rows.map((row) => [
        row.agents,
        Math.round(row.perSecond),
        row.p50,
        row.p99,
        row.cpuMs,
        Math.round(row.heapMiB),
        row.lost,
      ]),
      notes: [
        'calls routed: 90 calls kept under way, each arrives, joins, is answered at once and hung up at once; join→offer at half that rate',
        'one process, one core; ledger and bus in memory; the media driver is the in-memory one and its time is included',
      ],
      ok: rows.every((row) => row.lost === 0),
    }
  },
})
