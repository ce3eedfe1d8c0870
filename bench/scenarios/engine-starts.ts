// Kills the engine and starts it again, over and over on one ledger that NATS reads wrongly after a restart: is it ready
// each time, with every shard running, and how soon?
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BusConnection, connectBus } from '#engine/bus/nats.ts'
import { SHARDS } from '#engine/protocol/actors.ts'
import { type NodeState, nodeSubjects } from '#engine/protocol/nodes.ts'
import { freePort, startNats } from '#test/kit/nats.ts'
import { startStore } from '#test/kit/postgres.ts'
import { defineScenario } from '../kit/scenario.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const PROMISED_MS = 15_000
const GIVEN_UP_MS = 60_000

/** Entries of actors that no machine knows: they are read by every start and change nothing. */
async function fill(connection: BusConnection, entries: number): Promise<void> {
  const ledger = await connection.ledger()
  const one = async (n: number) => {
    const ref = { kind: 'call', id: `filling-${n}` } as const
    const record = {
      v: 1,
      id: `f${n}`,
      at: Date.now(),
      kind: 'call',
      actor: ref.id,
      seq: 2,
      epoch: 1,
      cause: 'bench',
    } as const
    await ledger.append(ref, { records: [{ ...record, command: { type: 'fill' }, facts: [{ type: 'filled' }] }] }, 0)
  }
  for (let n = 0; n < entries; n += 100) await Promise.all(Array.from({ length: 100 }, (_, k) => one(n + k)))
}

const within = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), GIVEN_UP_MS)
    const end = (ready: boolean) => {
      clearTimeout(timer)
      resolve(ready)
    }
    child.once('message', () => end(true))
    child.once('exit', () => end(false))
  })

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone
}

async function running({ bus }: BusConnection): Promise<number> {
  const states = (await bus.askAll(nodeSubjects.who, {}, 300)) as NodeState[]
  return states.reduce((all, state) => all + state.running, 0)
}

interface Seen {
  starts: number
  entries: number
  /** of those that became ready, in ms */
  times: number[]
  never: number
  partly: number
}

function told({ starts, entries, times, never, partly }: Seen) {
  const ordered = times.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round(ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0)
  const late = ordered.filter((ms) => ms > PROMISED_MS).length
  return {
    columns: [
      ...[{ name: 'starts' }, { name: 'never ready' }, { name: 'without all shards' }, { name: 'over 15 s' }],
      ...['p50', 'p99', 'longest'].map((name) => ({ name, unit: 'ms' })),
    ],
    rows: [[starts, never, partly, late, at(0.5), at(0.99), at(1)]],
    notes: [`${entries} entries in the ledger; from the start of the process to ready; NATS killed before every fifth`],
    ok: never === 0 && partly === 0 && late === 0,
  }
}

export default defineScenario({
  name: 'engine-starts',
  about:
    'kills the engine (and NATS every fifth time) and starts it again: ready each time with all shards, within 15 s?',
  options: [
    { name: 'starts', label: { zh: '次数', en: 'starts' }, type: 'number', default: 200 },
    { name: 'entries', label: { zh: '账本条数', en: 'entries in the ledger' }, type: 'number', default: 20_000 },
  ],
  async run({ starts = 200, entries = 20_000 }, progress) {
    const [nats, store, dataDir] = await Promise.all([
      startNats(),
      startStore(),
      mkdtemp(join(tmpdir(), 'tinglan-starts-')),
    ])
    const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'bench' })
    await writeFile(join(dataDir, 'secrets.json'), JSON.stringify({ natsToken: nats.token }), { mode: 0o600 })
    const settings = [
      `TINGLAN_DATA_DIR=${dataDir}`,
      `TINGLAN_NATS_URL=nats://${nats.url}`,
      `TINGLAN_POSTGRES_URL=${store.url}`,
      `TINGLAN_METRICS_ENGINE=${await freePort()}`,
    ]
    const times: number[] = []
    let never = 0
    let partly = 0
    try {
      await fill(connection, entries)
      for (let n = 0; n < starts; n++) {
        progress.show(n, starts, `${never} not ready, ${partly} without all shards`)
        if (n % 5 === 4) {
          await nats.kill()
          await nats.start()
        }
        const begun = performance.now()
        const program = [process.execPath, '--import', 'tsx', join(ROOT, 'engine/routing/main.ts')]
        const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
        const child = spawn('env', [...settings, ...program], { cwd: ROOT, stdio: [...stdio] })
        if (await within(child)) times.push(performance.now() - begun)
        else never++
        if ((await running(connection).catch(() => 0)) < SHARDS) partly++
        await kill(child)
      }
    } finally {
      await connection.bus.close()
      await nats.stop()
      await store.stop()
      await rm(dataDir, { recursive: true, force: true })
    }
    return told({ starts, entries, times, never, partly })
  },
})
