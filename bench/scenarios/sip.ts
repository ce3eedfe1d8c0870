// Real SIP through the whole centre: sipp's callers in, Kamailio, media node, rtpengine, queue, agents' phones, recording.
// The centre is started for it, with ports and data of its own.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Field } from '#engine/protocol/fields.ts'
import { allCalls } from '#test/kit/bookkeeping.ts'
import { type Api, type Centre, startCentre } from '#test/kit/centre.ts'
import { buildCompany } from '#test/kit/company.ts'
import { freePort } from '#test/kit/nats.ts'
import { Phones } from '#test/kit/phones.ts'
import { percentile } from '../kit/figures.ts'
import { messagesSent, PARTS, residentNow, spending } from '../kit/parts.ts'
import type { Progress } from '../kit/progress.ts'
import { defineScenario, type Result } from '../kit/scenario.ts'
import { startCallers } from '../sipp/callers.ts'

const NUMBER = '95602'
/** menu and ring before the talk */
const BEFORE_MS = 3_000
const LOOK_MS = 500
/** by then the collector has taken in what waits */
const GATHERED_MS = 10_000
/** the centre has begun: pages are read in, first merges are over */
const CALM_MS = 20_000

async function settled(what: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until; ) {
    if (await what()) return true
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  return false
}

const COLUMNS = [
  ...[{ name: 'rate', unit: '1/s' }, { name: 'calls' }, { name: 'good' }, { name: 'failed' }],
  ...[{ name: 'most up at once' }, { name: 'recorded whole' }, { name: 'retransmissions' }],
  ...[...PARTS, 'all parts'].map((part) => ({ name: `${part} CPU a call`, unit: 'ms' })),
  ...[50, 99].map((p) => ({ name: `INVITE to agent INVITE p${p}`, unit: 'ms' })),
  ...[
    { name: 'without calls', unit: '% of a core' },
    { name: 'memory', unit: 'MiB' },
    { name: 'bus messages a call' },
    { name: 'actor messages a call' },
  ],
]

interface Wish {
  rate: number
  calls: number
  agents: string[]
  holdSeconds: number
  record: boolean
  menu: boolean
}

/** `rung`: when a phone rang first for each caller. */
async function readyPhones(centre: Centre, wish: Wish, rung: Map<string, number>, show: (n: number) => void) {
  const { agents, holdSeconds, record, menu } = wish
  const queues = [{ name: '压测', agents, settings: { maxWaitMs: 120_000, record } }]
  const company = await buildCompany(centre, { number: NUMBER, agents, queues, menu })
  const phones = await Phones.open({
    ...{ edge: centre.edge, host: '127.0.0.63', accounts: company.phones, hz: 700, ringMs: 200 },
    talkMs: () => holdSeconds * 1_000,
    onRing(caller) {
      const number = /^sip:(\d+)@/.exec(caller)?.[1] ?? ''
      if (!rung.has(number)) rung.set(number, Date.now())
    },
  })
  for (const [n, number] of agents.entries()) {
    show(n)
    await company.ready(number)
  }
  return phones
}

type Callers = Awaited<ReturnType<typeof startCallers>>

async function watched(callers: Callers, show: (now: Awaited<ReturnType<Callers['now']>>) => void) {
  let over = false
  let mostUp = 0
  const result = callers.result.finally(() => {
    over = true
  })
  while (!over) {
    const now = await callers.now()
    mostUp = Math.max(mostUp, now.up)
    show(now)
    await Promise.race([result, new Promise((resolve) => setTimeout(resolve, LOOK_MS))])
  }
  return { mostUp, result: await result }
}

async function recordedWhole(supervisor: Api): Promise<number> {
  const rows = await allCalls(supervisor)
  return rows.filter(
    ({ recording, endedAt, talkStartedAt }) =>
      recording && Math.abs(recording.durationMs - (endedAt - (talkStartedAt ?? 0))) < 1_000,
  ).length
}

const number = (name: string, zh: string, en: string, usual: number): Field => ({
  ...{ name, label: { zh, en }, type: 'number', default: usual },
})

export default defineScenario({
  name: 'sip',
  about: 'real SIP by sipp through the whole centre: CPU a call by part, calls a second and up at once, none failed',
  options: [
    number('rate', '每秒呼叫数', 'calls per second', 2),
    number('calls', '呼叫总数', 'calls in all', 100),
    number('holdSeconds', '每通通话秒数', 'seconds a talk lasts', 10),
    number('record', '录音（1 是，0 否）', 'recorded (1 yes, 0 no)', 1),
    number('agents', '坐席数（0 按需）', 'agents (0: as many as it takes)', 0),
    number('menu', '先播菜单（1 是，0 否）', 'a menu first (1 yes, 0 no)', 1),
    number('idleSeconds', '无呼叫时测量秒数', 'seconds measured without calls', 0),
  ],
  async run(options, progress) {
    const wish = wishOf(options)
    const dir = await mkdtemp(join(tmpdir(), 'tinglan-bench-sip-'))
    const undo: (() => unknown)[] = [() => rm(dir, { recursive: true, force: true })]
    try {
      progress.show(0, wish.calls, 'the centre starts')
      const centre = await startCentre()
      undo.push(() => centre.stop())
      const rung = new Map<string, number>()
      const phones = await readyPhones(centre, wish, rung, (n) =>
        progress.show(n, wish.agents.length, `${wish.agents.length} agents sign in`),
      )
      undo.push(() => phones.stop())
      progress.show(0, wish.calls, 'without calls')
      const idle = await standing(centre, options.idleSeconds ?? 0)
      return await measured({ centre, wish, dir, rung, idle, undo }, progress)
    } finally {
      for (const each of undo.reverse()) await each()
    }
  },
})

interface Stage {
  centre: Centre
  wish: Wish
  dir: string
  rung: ReadonlyMap<string, number>
  idle: Standing
  undo: (() => unknown)[]
}

async function measured({ centre, wish, dir, rung, idle, undo }: Stage, progress: Progress): Promise<Result> {
  const { rate, calls, holdSeconds, record, menu } = wish
  const supervisor = await centre.api('2001', 'tinglan-2001')
  const [spent, before] = [await spending(centre), await messagesSent(centre)]
  const callers = await startCallers({
    ...{ dir, edge: centre.edge, address: '127.0.0.60', port: await freePort(), mediaPort: 44_000 },
    ...{ number: NUMBER, calls, perSecond: rate, impatient: 0, shortMs: 60_000, hz: 1000, silent: menu ? 0 : 1 },
    longMs: 120_000 + holdSeconds * 1_000,
  })
  undo.push(() => callers.kill())
  const { mostUp, result } = await watched(callers, (now) =>
    progress.show(now.started, calls, `${now.up} calls up, ${now.failed} failed`),
  )
  const { ok, failed, retransmissions } = result
  const tookMs = (await spent()).ms
  const recorded = (): Promise<number> => recordedWhole(supervisor)
  const complete = !record || (await settled(async () => (await recorded()) === calls, 30_000))
  // what the calls left behind: rows that wait, merges
  await pause(GATHERED_MS)
  const [{ cpu, all }, sent] = [await spent(), await messagesSent(centre)]
  const messages = [(sent.bus - before.bus) / calls, (sent.actors - before.actors) / calls]
  const waits = waitsOf(await callers.dialled(), rung)
  const counts = [rate, calls, ok, failed, mostUp, record ? await recorded() : 0, retransmissions]
  const times = [50, 99].map((p) => percentile(waits, p))
  const parts = [...cpu, all].map((ms) => ms / calls)
  return {
    columns: COLUMNS,
    rows: [[...counts, ...parts, ...times, idle.share, await residentNow(centre), ...messages]],
    notes: [...told(wish, tookMs), ...idle.told, ...(await load())],
    ok: failed === 0 && ok === calls && complete && cpu.every((ms) => ms >= 0),
  }
}

const told = ({ calls, menu, holdSeconds, record, agents }: Wish, tookMs: number): string[] => [
  `${calls} calls in ${(tookMs / 1_000).toFixed(1)} s, each ${menu ? `some ${BEFORE_MS / 1_000} s of menu and ring` : '0.2 s of ring'}, then ${holdSeconds} s of talk, ${record ? 'recorded as WAV and MP3' : 'not recorded'}`,
  `callers (sipp), ${agents.length} agents' phones (this process) and the centre share the machine; other work on it is in the times, not in the CPU`,
]

function wishOf({ rate = 2, calls = 100, holdSeconds = 10, record, menu, agents }: Record<string, number>): Wish {
  // one agent for every talk under way, and some to spare
  const count = agents || Math.ceil(rate * (holdSeconds + 2)) + 4
  return {
    ...{ rate, calls, holdSeconds, record: record === 1, menu: menu === 1 },
    agents: Array.from({ length: count }, (_, n) => String(4001 + n)),
  }
}

/** ms from a caller's INVITE to the first INVITE that a phone got for it. */
const waitsOf = (dialled: ReadonlyMap<string, number>, rung: ReadonlyMap<string, number>): number[] =>
  [...rung].flatMap(([caller, at]) => (dialled.has(caller) ? [at - dialled.get(caller)!] : []))

interface Standing {
  share: number
  told: string[]
}

/** Per cent of a core that the parts take while nobody calls. */
async function standing(centre: Centre, seconds: number): Promise<Standing> {
  if (seconds === 0) return { share: 0, told: [] }
  await pause(CALM_MS)
  const spent = await spending(centre)
  await pause(seconds * 1_000)
  const { cpu, ms, all } = await spent()
  const each = PARTS.map((part, n) => `${part} ${((cpu[n]! / ms) * 100).toFixed(2)}`)
  return { share: (all / ms) * 100, told: [`without calls, % of a core: ${each.join(', ')}`] }
}

async function load(): Promise<string[]> {
  const text = await readFile('/proc/loadavg', 'utf8').catch(() => '')
  return text ? [`load of the machine at the end (1, 5, 15 min): ${text.split(' ').slice(0, 3).join(', ')}`] : []
}
