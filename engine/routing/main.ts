// The engine role: one engine node on NATS, PostgreSQL for the company, every machine with its plug-ins.
import { register } from 'prom-client'
import { type Log, type Running, runRole } from '#config/role.ts'
import { machineOf } from '#config/roles.ts'
import type { Settings } from '#config/settings.ts'
import { mediaOverBus } from '../bus/media.ts'
import { connectBus } from '../bus/nats.ts'
import { announcePresence } from '../bus/presence.ts'
import { systemClock } from '../clock/system.ts'
import { companyFrom } from '../records/store/company.ts'
import { closeStore, openStore } from '../records/store/postgres.ts'
import { EngineNode } from './host/node.ts'
import { nodeDefaults } from './host/parts.ts'
import { ringsOn } from './host/rings.ts'
import { followSeats } from './host/seats.ts'
import { followTrunksDown } from './host/trunks-down.ts'
import { truthDefaults } from './host/truth.ts'
import { ledgerGauges } from './ledger-gauges.ts'
import { companyLookups } from './lookups/lookups.ts'
import { doorsOf } from './lookups/outside.ts'
import { hourCount } from './lookups/spent.ts'
import { loadMachines } from './machines.ts'

const DAY_MS = 86_400_000
const GIB = 2 ** 30

await runRole('engine', start)

async function start(settings: Settings, log: Log): Promise<Running> {
  const connection = await connectBus({
    servers: settings.natsUrl.split(','),
    token: settings.secrets.natsToken,
    name: settings.engine.node,
    onBug: (err, subject) => log.error({ err, subject }, 'a message could not be handled'),
    onTrouble: (what, fields) => log.warn(fields, what),
  })
  const { bus } = connection
  const sql = openStore(settings.postgresUrl, { connections: 4 })
  const company = companyFrom(sql, settings.timeZone, { country: settings.country, areaCode: settings.areaCode })
  const seats = await followSeats(bus)
  const trunks = await followTrunksDown(bus, systemClock)
  const media = await mediaOverBus(bus, systemClock)
  const { replicas, maxAgeDays, maxGiB } = settings.ledger
  const spent = hourCount(await connection.keyValue('calls-out', { replicas }))
  const lookups = companyLookups(company, doorsOf(settings.engine.askInside), seats, trunks.down, spent, ringsOn(bus))
  const ledger = await connection.ledger({
    replicas,
    maxAgeMs: maxAgeDays * DAY_MS,
    maxBytes: Math.floor(maxGiB * GIB),
  })
  ledgerGauges(ledger, register, systemClock.now)
  const parts = {
    node: settings.engine.node,
    clock: systemClock,
    bus,
    shards: await connection.keyValue('shards', { replicas }),
    checkpoints: await connection.keyValue('checkpoints', { replicas }),
    ledger,
    media,
    lookups,
    company,
    machines: await loadMachines(),
    registry: register,
    log,
  }
  const node = new EngineNode(parts, { ...nodeDefaults, truth: { ...truthDefaults, sweepMs: settings.engine.sweepMs } })
  await node.start()
  const presence = await announcePresence({
    ...{ bus, bucket: await connection.keyValue('roles', { replicas }), now: systemClock.now },
    self: { role: 'engine', name: settings.engine.node, machine: machineOf(settings) },
    own: () => ({ engine: node.counts() }),
  })
  return {
    ...{ everybody: presence.all, messages: connection.counts },
    async stop() {
      await node.stop()
      await seats.stop()
      await trunks.stop()
      await presence.leave()
      await media.stop()
      await bus.close()
      await closeStore(sql)
    },
  }
}
