// How bad a network an agent in a browser may have: its phone's WebSocket is cut, its page reloaded, its network changed and the
// edge killed, over and over in talks. No talk may be lost, and the caller hears the agent again soon.
import { BadNetwork, type Blip } from '#test/kit/bad-network.ts'
import { percentile } from '../kit/figures.ts'
import { defineScenario } from '../kit/scenario.ts'

/** in turns; one talk has one round */
const ROUND: Blip[] = [...(['cut', 'network', 'cut', 'reload', 'cut'] as const).flatMap((each) => [each, each]), 'edge']
const PROMISED_MS = 3_000
const KINDS: Blip[] = ['cut', 'network', 'reload', 'edge']

const p95 = (gaps: readonly number[]): number => (gaps.length === 0 ? 0 : percentile(gaps, 95))

/** Answers how many of them lost the talk. */
async function round(agent: BadNetwork, blips: readonly Blip[], told: (blip: Blip) => void): Promise<number> {
  await agent.talk()
  const { callId } = agent
  for (const [n, blip] of blips.entries()) {
    told(blip)
    await agent.blip(blip).catch(() => undefined)
    // whatever comes after it in this talk is not counted
    if (agent.callId !== callId) return blips.length - n
  }
  await agent.hangUp()
  return 0
}

export default defineScenario({
  name: 'blips',
  about:
    'an agent in Chromium on a bad network: blips, reloads, network changes and edge restarts in talks; gaps heard',
  options: [{ name: 'blips', label: { zh: '次数', en: 'blips' }, type: 'number', default: 100 }],
  async run({ blips = 100 }, progress) {
    const agent = await BadNetwork.start()
    let lost = 0
    let done = 0
    try {
      while (done < blips && lost === 0) {
        const now = ROUND.slice(0, blips - done)
        lost += await round(agent, now, (blip) => progress.show(agent.gaps.length, blips, `${blip}, ${lost} lost`))
        done += now.length
      }
    } finally {
      await agent.stop()
    }
    const of = (kind: Blip): number[] => agent.gaps.filter(({ blip }) => blip === kind).map(({ ms }) => ms)
    const all = agent.gaps.map(({ ms }) => ms)
    const row = (name: string, gaps: number[]) => [name, gaps.length, p95(gaps), Math.max(0, ...gaps)]
    return {
      columns: [{ name: 'blip' }, { name: 'times' }, { name: 'gap p95', unit: 'ms' }, { name: 'longest', unit: 'ms' }],
      rows: [...KINDS.map((kind) => row(kind, of(kind))), row('all', all)],
      notes: [
        `${lost} of ${done} lost their talk; gap: how long the caller did not hear the agent, looked at each 50 ms`,
      ],
      ok: lost === 0 && all.length === done && p95(all) <= PROMISED_MS,
    }
  },
})
