// A centre on four machines: two that route and carry sound, one with records and edge, one that comes and goes. Ledger and
// buckets are kept by three.
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Place } from '#bench/kit/chaos/world.ts'
import { loadSecrets } from '#config/secrets.ts'
import { connectBus } from '#engine/bus/nats.ts'
import { tried } from '#engine/bus/patience.ts'
import { Api, type Centre, readLedger } from '#test/kit/centre.ts'
import { Machine } from './machine.ts'
import { openNetwork } from './network.ts'

/** `a` and `b` may die; the centre goes on as long as `c` lives, which has what there is one of. */
const ROLES = {
  a: 'nats,media,engine,gateway',
  b: 'nats,media,engine,gateway',
  c: 'nats,postgres,clickhouse,edge,analytics',
  d: 'media,engine',
} as const
export type Name = keyof typeof ROLES
const NAMES = Object.keys(ROLES) as Name[]
const SERVERS: readonly Name[] = ['a', 'b', 'c']

export interface Nodes extends Place {
  machines: Record<Name, Machine>
}

export async function openNodes(undo: (() => unknown)[]): Promise<Nodes> {
  const network = await openNetwork(NAMES)
  undo.push(() => network.close())
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-nodes-'))
  await chmod(folder, 0o755)
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const secrets = loadSecrets(join(folder, 'c'), { make: true })
  const at = network.addressOf
  const on = (port: number) => SERVERS.map((name) => `${at(name)}:${port}`).join()
  const shared = {
    ...{ NATS_URL: on(4250), NATS_CLUSTER_PORT: '4260', NATS_ROUTES: on(4260), LEDGER_REPLICAS: '3' },
    ...{ EDGE_HOST: at('c'), EDGE_NODES_HOST: at('c'), EDGE_RPC_HOST: at('c'), DEMO_CALLERS: 'off' },
  }
  const postgresUrl = `postgres://tinglan:${secrets.postgresPassword}@${at('c')}:5450/tinglan`
  const machineOf = async (name: Name): Promise<Machine> => {
    const dataDir = join(folder, name)
    await mkdir(join(folder, 'storage'), { recursive: true })
    if (name !== 'c') {
      await mkdir(dataDir)
      await cp(join(folder, 'c/secrets.json'), join(dataDir, 'secrets.json'))
    }
    await symlink(join(folder, 'storage'), join(dataDir, 'storage'))
    return new Machine(network, name, ROLES[name], dataDir, {
      ...shared,
      ...{ NATS_HOST: at(name), MEDIA_HOST: at(name), RTPENGINE_HOST: at(name), GATEWAY_HOST: at(name) },
      ...(name === 'c' ? { POSTGRES_HOST: at(name), CLICKHOUSE_HOST: at(name) } : { POSTGRES_URL: postgresUrl }),
    })
  }
  const [a, b, c, d] = await Promise.all(NAMES.map(machineOf))
  const machines = { a, b, c, d } as Record<Name, Machine>
  undo.push(() => Promise.all(NAMES.map((name) => machines[name].leave())))
  await startAll(machines)
  const place = { phonesHost: at('phones'), callersHost: at('callers') }
  const sound = { phones: at('phones'), callers: at('callers') }
  const centre = centreOf(machines, { servers: on(4250).split(',').reverse(), token: secrets.natsToken, postgresUrl })
  await carrierAt(centre, at('callers'))
  return { machines, centre, clickhouse: `${at('c')}:8140`, ...place, sound }
}

/** The records first, then those who need them; three servers are needed before anything is kept. */
async function startAll({ a, b, c }: Record<Name, Machine>): Promise<void> {
  const third = c.start()
  await c.says(/prepare: done/)
  await Promise.all([a.start(), b.start(), third])
}

/** Callers come from there as from a carrier. */
async function carrierAt(centre: Centre, host: string): Promise<void> {
  const admin = await centre.api('admin', 'tinglan-admin')
  await admin.call('POST', '/config/trunks', { name: '测试线路', kind: 'address', host })
}

const notWhole = () => Promise.reject(new Error('machines are started anew, not the centre'))

function centreOf(
  machines: Record<Name, Machine>,
  { servers, token, postgresUrl }: { servers: string[]; token: string; postgresUrl: string },
): Centre {
  const all = NAMES.map((name) => machines[name])
  const connect = () => connectBus({ servers, token, name: 'bench' })
  const url = `http://${machines.b.address}:8080`
  return {
    url,
    edge: `${machines.c.address}:5060`,
    dataDir: machines.c.dataDir,
    log: () => all.map((machine) => machine.log()).join('\n'),
    partLog: (name) => readFile(join(machines.c.dataDir, 'logs', `${name}.log`), 'utf8'),
    pidOf: (part) => machines.c.pidOf(part),
    async api(account, password) {
      const api = new Api(url)
      await api.signIn(account, password)
      return api
    },
    connect,
    postgresUrl: async () => postgresUrl,
    // servers that are still choosing who leads answer a moment later
    recorded: () =>
      tried('the ledger', async () => readLedger(await connect()), { tries: 6, pauseMs: 2_000, told: () => undefined }),
    restart: notWhole,
    killAll: notWhole,
    tinglan: notWhole,
    portOf: () => 0,
    stop: async () => undefined,
  }
}
