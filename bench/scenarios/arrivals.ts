// Callers arrive while the media node is asked all the time what it has: nobody may be taken for gone because of an answer
// that is older than he is. In memory, so that 100,000 arrivals take minutes.
import { defineScenario } from '#bench/kit/scenario.ts'
import type { LegTruth } from '#engine/protocol/media.ts'
import { nodeDefaults } from '#engine/routing/host/parts.ts'
import { truthDefaults } from '#engine/routing/host/truth.ts'
import type { MemoryMedia } from '#media/memory/media.ts'
import { startBenchEngine } from '../kit/engine.ts'
import type { Progress } from '../kit/progress.ts'

const UNDER_WAY = 60
const AGENTS = 100
const PATIENCE_MS = 10_000

type Caller = ReturnType<MemoryMedia['caller']>

/** The node's answer is of the moment it was asked and comes some turns later, as over a bus. */
function answerLate(media: MemoryMedia): { asked: number } {
  const count = { asked: 0 }
  media.legs = async (): Promise<LegTruth[]> => {
    count.asked += 1
    const truth = media.truth()
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    return truth
  }
  return count
}

async function measure(arrivals: number, sweepMs: number, progress: Progress) {
  const bench = await startBenchEngine(
    { agents: AGENTS, queues: 1, phone: { type: 'answers', afterMs: 0 } },
    (machines) => machines,
    () => undefined,
    { ...nodeDefaults, truth: { ...truthDefaults, sweepMs } },
  )
  const sweeps = answerLate(bench.media)
  const live = new Map<Caller, number>()
  const counts = { made: 0, served: 0, lost: 0 }
  const look = () => {
    for (const [caller, since] of live) {
      const talks = caller.audio?.hears && caller.audio.heard
      if (caller.state !== 'ended' && !talks && performance.now() - since < PATIENCE_MS) continue
      live.delete(caller)
      if (talks && caller.state === 'up') counts.served += 1
      else counts.lost += 1
      caller.hangUp()
    }
  }
  while (counts.made < arrivals || live.size > 0) {
    while (live.size < UNDER_WAY && counts.made < arrivals) {
      live.set(bench.media.caller({ number: `139${counts.made}`, to: '90000' }), performance.now())
      counts.made += 1
    }
    await new Promise((resolve) => setImmediate(resolve))
    look()
    progress.show(counts.made, arrivals, `${counts.lost} lost`)
  }
  bench.stop()
  return { ...counts, sweeps: sweeps.asked }
}

export default defineScenario({
  name: 'arrivals',
  about: 'calls lost at their arrival while the media node is asked all the time what it has',
  options: [
    { name: 'arrivals', label: { zh: '来电数', en: 'arrivals' }, type: 'number', default: 100_000 },
    { name: 'sweepMs', label: { zh: '核对间隔（毫秒）', en: 'ms between two questions' }, type: 'number', default: 50 },
  ],
  async run(options, progress) {
    const { arrivals = 100_000, sweepMs = 50 } = options
    const { made, served, lost, sweeps } = await measure(arrivals, sweepMs, progress)
    return {
      columns: [{ name: 'arrived' }, { name: 'served' }, { name: 'questions' }, { name: 'lost' }],
      rows: [[made, served, sweeps, lost]],
      notes: [
        'each caller is answered by an agent and then hangs up; lost: ended otherwise, or nobody talked within 10 s',
      ],
      ok: lost === 0 && served === made,
    }
  },
})
