// The gateway role: the API, the live socket and the pages on one port.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Counter, Gauge } from 'prom-client'
import { checklist } from '#config/checklist.ts'
import { KamailioRpc } from '#config/kamailio/rpc.ts'
import { askRestart } from '#config/launch/requests.ts'
import { type Log, type Running, runRole } from '#config/role.ts'
import { machineOf } from '#config/roles.ts'
import type { Settings } from '#config/settings.ts'
import { isLoopback } from '#config/settings-addresses.ts'
import { connectBus } from '../bus/nats.ts'
import { announcePresence } from '../bus/presence.ts'
import { noMail, smtpMail } from '../mail/smtp.ts'
import { type AccountRules, accountsOf } from '../records/accounts/accounts.ts'
import { hashPassword } from '../records/accounts/passwords.ts'
import { loadKinds } from '../records/record/kinds.ts'
import { edgePrint } from '../records/store/edge.ts'
import { closeStore, openStore } from '../records/store/postgres.ts'
import { outsideThrough } from '../routing/lookups/http.ts'
import { doorsOf } from '../routing/lookups/outside.ts'
import { loadNodes } from '../routing/plug-ins/nodes.ts'
import { openStorage } from '../storage/storage.ts'
import { keepEdge } from './edge.ts'
import { flowPartsOf } from './flow-parts.ts'
import { type EdgeAsked, type GatewayParts, type GatewayWatch, startGateway } from './gateway.ts'
import { originsIn } from './http/pages.ts'
import { machineAt } from './machine.ts'
import { logSipRefusals } from './sip-refusals.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }

async function start(settings: Settings, log: Log): Promise<Running> {
  const sql = openStore(settings.postgresUrl)
  const connection = await connectBus({
    servers: settings.natsUrl.split(','),
    token: settings.secrets.natsToken,
    name: 'gateway',
    onBug: (err, subject) => log.error({ err, subject }, 'a message was not understood'),
    onTrouble: (what, fields) => log.warn(fields, what),
  })
  const nodes = await loadNodes()
  let following = () => ({ sequence: 0, lagMs: 0 })
  const presence = await announcePresence({
    ...{ bus: connection.bus, bucket: await connection.keyValue('roles'), now: Date.now },
    self: { role: 'gateway', name: settings.gateway.node, machine: machineOf(settings) },
    own: () => ({ follows: following() }),
  })
  const rpc = new KamailioRpc(settings.edge.rpcHost, settings.edge.rpc, settings.secrets.sipSecret)
  const edge = await keepEdge({
    bus: connection.bus,
    edge: rpc,
    print: () => edgePrint(sql),
    failed: (err) => log.warn({ err }, 'the SIP edge does not reload its trunks: tried again every few seconds'),
  })
  const gateway = await startGateway({
    settings: settingsOf(settings),
    sql,
    bus: connection.bus,
    ledger: await connection.ledger(),
    ledgerDisk: settings.nats.url === undefined ? settings.dataDir : undefined,
    machine: machineAt({ ...settings.dirs, dataDir: settings.dataDir, askRestart }),
    outside: outsideThrough(doorsOf(settings.engine.askInside)),
    ...{ storage: openStorage(settings), mail: mailOf(settings) },
    uploads: join(settings.dirs.cache, 'uploads'),
    kinds: await loadKinds(),
    accounts: accountsOf(sql, rulesOf(settings), Date.now),
    hashPassword,
    ...{ ...flowPartsOf(nodes, Date.now), now: Date.now },
    everybody: presence.all,
    checklist: (openAccounts) => checklist(settings, { openAccounts, now: Date.now(), uid: process.getuid?.() ?? 0 }),
    edge: edgeAsked(settings, rpc, edge.obeys),
    watch: watchOf(log, (read) => {
      following = read
    }),
  })
  const refusals = await logSipRefusals({ bus: connection.bus, sql, now: Date.now }, (err) =>
    log.warn({ err }, 'a wrong SIP password is not in the sign-in log'),
  )
  log.info({ port: gateway.port, routes: gateway.routes.length }, 'listening')
  return {
    ...{ everybody: presence.all, messages: connection.counts },
    async stop() {
      await presence.leave()
      await edge.stop()
      await refusals.stop()
      await gateway.stop()
      await connection.bus.close()
      await closeStore(sql)
    },
  }
}

const edgeAsked = (settings: Settings, rpc: KamailioRpc, obeys: EdgeAsked['obeys']): EdgeAsked => ({
  ...{ obeys, trunkRegistrations: () => rpc.trunkRegistrations() },
  trunks: {
    trunksWatched: () => rpc.trunksWatched(),
    watchTrunk: (trunk) => rpc.watchTrunk({ ...trunk, socket: trunkSocket(settings, trunk.uri) }),
    forgetTrunk: (uri) => rpc.forgetTrunk(uri),
  },
})

/** They are asked from the listener that carriers know. */
function trunkSocket({ edge }: Settings, uri: string): string | undefined {
  if (!uri.endsWith(';transport=udp')) return undefined
  return `udp:${edge.host}:${edge.trunks ?? edge.sip}`
}

const mailOf = ({ mail: { url, from } }: Settings) => (url === undefined ? noMail : smtpMail(url, from))

function rulesOf({ gateway }: Settings): AccountRules {
  const { failuresUntilLocked, lockMinutes, sessionHours, idleMinutes } = gateway
  return {
    failuresUntilLocked,
    lockMs: lockMinutes * 60_000,
    sessionMs: sessionHours * 3_600_000,
    idleMs: idleMinutes * 60_000,
  }
}

function settingsOf(settings: Settings): GatewayParts['settings'] {
  const { gateway, edge } = settings
  const secure = gateway.publicUrl?.startsWith('https:') ?? false
  // a page that came by https may open secure sockets only
  const host = edge.advertise ?? edge.host
  const local = secure ? `wss://${host}:${edge.wss}` : `ws://${host}:${edge.ws}`
  return {
    version,
    companyName: settings.companyName,
    timeZone: settings.timeZone,
    sipServer: edge.publicWs ?? local,
    sipDomain: edge.domain,
    sipSecret: settings.secrets.sipSecret,
    exportsDir: join(settings.dirs.cache, 'exports', gateway.node),
    name: gateway.node,
    sessionMs: gateway.sessionHours * 3_600_000,
    secureCookie: secure,
    kioskSecret: settings.secrets.kiosk,
    phoneServer: { host, sip: edge.sip, tls: edge.tls },
    demo: settings.demo.company,
    host: gateway.host,
    port: gateway.port,
    publicUrl: gateway.publicUrl,
    names: gateway.names,
    embedIn: originsIn(gateway.embedIn),
    proxies: gateway.proxies,
    reachable: gateway.publicUrl !== undefined || [gateway.host, edge.host].some((one) => !isLoopback(one)),
    webDir: join(ROOT, 'web/build'),
    realm: edge.domain,
    home: { country: settings.country, areaCode: settings.areaCode },
  }
}

const FOLLOWING = 'the call records follow the ledger with trouble'

function watchOf(log: Log, follows: (read: () => { sequence: number; lagMs: number }) => void): GatewayWatch {
  const requests = new Counter({
    name: 'tinglan_gateway_requests_total',
    help: 'API requests by route and status',
    labelNames: ['route', 'status'],
  })
  const failures = new Counter({ name: 'tinglan_gateway_bugs_total', help: 'Handlers that failed' })
  return {
    answered: (route, status) => requests.inc({ route, status }),
    failed(err, where) {
      failures.inc()
      log.error({ err, where }, 'a request failed')
    },
    trouble: (trouble) =>
      log.warn({ ...trouble, err: trouble.type === 'failed' ? trouble.error : undefined }, FOLLOWING),
    gauges(read) {
      follows(() => ({ sequence: read().projectionSequence, lagMs: read().projectionLagMs }))
      const gauge = (name: string, help: string, value: () => number) =>
        new Gauge({
          name: `tinglan_gateway_${name}`,
          help,
          collect() {
            this.set(value())
          },
        })
      gauge(
        'idle_beside_waiting',
        'Agents free in a queue while a caller there is offered to nobody: more than for a moment is a fault',
        () => read().idleBesideWaiting,
      )
      gauge('live_sockets', 'Pages on /live', () => read().sockets)
      gauge(
        'projection_lag_ms',
        'Age of the newest fact when its call record was written',
        () => read().projectionLagMs,
      )
      gauge('projection_sequence', 'Ledger sequence the call records stand at', () => read().projectionSequence)
    },
  }
}

await runRole('gateway', start)
