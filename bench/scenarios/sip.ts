// Real SIP through the whole centre: sipp's callers in, Kamailio, media node, rtpengine, queue, agents' phones, recording.
// The centre is started for it, with ports and data of its own.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allCalls } from '#test/kit/bookkeeping.ts'
import { type Api, type Centre, startCentre } from '#test/kit/centre.ts'
import { buildCompany } from '#test/kit/company.ts'
import { freePort } from '#test/kit/nats.ts'
import { Phones } from '#test/kit/phones.ts'
import { cpuMs, type Family, familyOf } from '../kit/cpu.ts'
import { defineScenario } from '../kit/scenario.ts'
import { startCallers } from '../sipp/callers.ts'

const NUMBER = '95602'
const CALLS = ['kamailio', 'rtpengine', 'redis', 'media', 'engine']
const PARTS = [...CALLS, 'gateway', 'analytics', 'nats', 'postgres', 'clickhouse']
/** menu and ring before the talk */
const BEFORE_MS = 3_000
const LOOK_MS = 500

async function families(centre: Centre): Promise<Map<string, Family>> {
  const found = new Map<string, Family>()
  for (const part of PARTS) found.set(part, familyOf(await centre.pidOf(part)))
  return found
}

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
]

async function readyPhones(
  centre: Centre,
  agents: string[],
  { holdSeconds, record }: { holdSeconds: number; record: boolean },
  show: (n: number) => void,
) {
  const queues = [{ name: '压测', agents, settings: { maxWaitMs: 120_000, record } }]
  const company = await buildCompany(centre, { number: NUMBER, agents, queues })
  const phones = await Phones.open({
    ...{ edge: centre.edge, host: '127.0.0.63', accounts: company.phones, hz: 700, ringMs: 200 },
    talkMs: () => holdSeconds * 1_000,
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

export default defineScenario({
  name: 'sip',
  about: 'real SIP by sipp through the whole centre with recording: calls per second and calls up at once, none failed',
  options: [
    { name: 'rate', label: { zh: '每秒呼叫数', en: 'calls per second' }, type: 'number', default: 2 },
    { name: 'calls', label: { zh: '呼叫总数', en: 'calls in all' }, type: 'number', default: 100 },
    { name: 'holdSeconds', label: { zh: '每通通话秒数', en: 'seconds a talk lasts' }, type: 'number', default: 10 },
    { name: 'record', label: { zh: '录音（1 是，0 否）', en: 'recorded (1 yes, 0 no)' }, type: 'number', default: 1 },
  ],
  async run({ rate = 2, calls = 100, holdSeconds = 10, record = 1 }, progress) {
    const dir = await mkdtemp(join(tmpdir(), 'tinglan-bench-sip-'))
    const undo: (() => unknown)[] = [() => rm(dir, { recursive: true, force: true })]
    try {
      progress.show(0, calls, 'the centre starts')
      const centre = await startCentre()
      undo.push(() => centre.stop())
      // one agent for every talk under way, and some to spare
      const count = Math.ceil(rate * (holdSeconds + 2)) + 4
      const agents = Array.from({ length: count }, (_, n) => String(4001 + n))
      const phones = await readyPhones(centre, agents, { holdSeconds, record: record === 1 }, (n) =>
        progress.show(n, count, `${count} agents sign in`),
      )
      undo.push(() => phones.stop())
      const supervisor = await centre.api('2001', 'tinglan-2001')
      const own = await families(centre)
      const before = cpuMs(own)
      const began = performance.now()
      const callers = await startCallers({
        ...{ dir, edge: centre.edge, address: '127.0.0.60', port: await freePort(), mediaPort: 44_000 },
        ...{ number: NUMBER, calls, perSecond: rate, impatient: 0, shortMs: 60_000, hz: 1000 },
        longMs: 120_000 + holdSeconds * 1_000,
      })
      undo.push(() => callers.kill())
      const { mostUp, result } = await watched(callers, (now) =>
        progress.show(now.started, calls, `${now.up} calls up, ${now.failed} failed`),
      )
      const { ok, failed, retransmissions } = result
      const tookMs = performance.now() - began
      const recorded = (): Promise<number> => recordedWhole(supervisor)
      const complete = await settled(async () => (await recorded()) === (record === 1 ? calls : 0), 30_000)
      const after = cpuMs(own)
      const perCall = PARTS.map((part) => ((after.get(part) ?? 0) - (before.get(part) ?? 0)) / calls)
      const inAll = perCall.reduce((sum, ms) => sum + ms, 0)
      const sound = perCall.every((ms) => ms >= 0)
      const counts = [rate, calls, ok, failed, mostUp, await recorded(), retransmissions]
      return {
        columns: COLUMNS,
        rows: [[...counts, ...perCall, inAll]],
        notes: [
          `${calls} calls in ${(tookMs / 1_000).toFixed(1)} s, each some ${BEFORE_MS / 1_000} s of menu and ring, then ${holdSeconds} s of talk, ${record === 1 ? 'recorded as WAV and MP3' : 'not recorded'}`,
          `callers (sipp), ${count} agents' phones (this process) and the centre share the machine; other work on it is in the times, not in the CPU`,
          ...(await load()),
        ],
        ok: failed === 0 && ok === calls && complete && sound,
      }
    } finally {
      for (const each of undo.reverse()) await each()
    }
  },
})

async function load(): Promise<string[]> {
  const text = await readFile('/proc/loadavg', 'utf8').catch(() => '')
  return text ? [`load of the machine at the end (1, 5, 15 min): ${text.split(' ').slice(0, 3).join(', ')}`] : []
}
