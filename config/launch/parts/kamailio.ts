// The SIP edge: Kamailio from the configuration in config/kamailio.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { answersOptions } from '../../kamailio/options.ts'
import { openRegistrations } from '../../kamailio/registrations.ts'
import { renderKamailio } from '../../kamailio/render.ts'
import { KamailioRpc } from '../../kamailio/rpc.ts'
import type { KamailioSettings } from '../../kamailio/settings.ts'
import { countHere } from '../../roles.ts'
import type { Settings } from '../../settings.ts'
import type { Part, PortUse } from '../part.ts'
import { asUser } from '../processes.ts'
import { putFile } from '../put-file.ts'
import { groupsOf } from '../users.ts'

const run = promisify(execFile)

const dir = (settings: Settings): string => join(settings.dataDir, 'kamailio')
const certificate = (settings: Settings) => ({
  certFile: join(dir(settings), 'edge.crt'),
  keyFile: join(dir(settings), 'edge.key'),
})

export function kamailioSettings(settings: Settings): KamailioSettings {
  const { host, advertise, domain, sip, tls, trunks, ws, wss, rpcHost, rpc, nodesHost, nodes } = settings.edge
  const at = (port: number) => ({
    host,
    port,
    ...(advertise === undefined ? {} : { advertise: { host: advertise, port } }),
  })
  return {
    domain,
    runDir: dir(settings),
    udp: at(sip),
    ...(trunks === undefined ? {} : { trunks: at(trunks) }),
    tcp: at(sip),
    tls: at(tls),
    ws: at(ws),
    wss: at(wss),
    nodes: {
      listen: { host: nodesHost, port: nodes },
      // others make themselves known on the bus: engine/gateway/edge-nodes.ts
      list:
        countHere(settings.roles, 'media') > 0
          ? [{ id: settings.media.node, host: settings.media.host, port: settings.media.sip }]
          : [],
    },
    rpc: { host: rpcHost, port: rpc },
    certificate: certificate(settings),
    databaseUrl: settings.edgePostgresUrl,
    ephemeralSecret: settings.secrets.sipSecret,
    natsUrls: settings.natsUrl
      .split(',')
      .map((url) => url.trim().replace(/^(nats:\/\/)?/, `nats://${settings.secrets.natsToken}@`)),
    anyAddress: false,
    children: 2,
  }
}

async function selfSigned(settings: Settings, as: readonly string[]): Promise<void> {
  const { certFile, keyFile } = certificate(settings)
  if (existsSync(certFile)) return
  const name = settings.edge.domain
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', `/CN=${name}`]
  const [file = '', ...before] = [...as, 'openssl']
  await run(file, [
    ...before,
    ...args,
    '-addext',
    `subjectAltName=DNS:${name},DNS:localhost,IP:127.0.0.1`,
    '-keyout',
    keyFile,
    '-out',
    certFile,
  ])
}

const edgeAnswers = ({ edge, secrets }: Settings): Promise<boolean> =>
  new KamailioRpc(edge.rpcHost, edge.rpc, secrets.sipSecret).health().then(
    () => true,
    () => false,
  )

const ASK_MS = 3_000

/**
 * Its commands or its phones' workers answer: a reload holds up the commands while PostgreSQL hangs, without which it could
 * not be started again, and OPTIONS are not answered where somebody on this machine has it banned.
 */
export const edgeLives = async (settings: Settings): Promise<boolean> =>
  (await Promise.all([edgeAnswers(settings), answersOptions(settings.edge, ASK_MS)])).includes(true)

export const kamailio: Part = {
  name: 'kamailio',
  role: 'edge',
  about: 'SIP edge: phones, browsers, trunks',
  embedded: () => true,
  user: 'tinglan-kamailio',
  // our roles, in its group, show the certificate
  folders: (settings) => [{ path: dir(settings), mode: 0o710 }],
  async prepare(settings, _say, user) {
    mkdirSync(dir(settings), { recursive: true, mode: 0o700 })
    const as = user ? ['setpriv', ...asUser(user, groupsOf(user))] : []
    await selfSigned(settings, as)
    openRegistrations(dir(settings), as)
    for (const { file, text } of renderKamailio(kamailioSettings(settings))) putFile(join(dir(settings), file), text)
  },
  command: (settings) => ({
    file: 'kamailio',
    args: [
      ...['-f', join(dir(settings), 'kamailio.cfg'), '-Y', dir(settings), '-P', join(dir(settings), 'kamailio.pid')],
      // fm: with the debugging allocator (qm, the default) reading the TLS certificate takes 4 CPU seconds, not 0.2
      ...['-x', 'fm', '-m', '256', '-M', '16', '-DD', '-E'],
    ],
    cwd: dir(settings),
  }),
  ports(settings) {
    const { host, sip, tls, trunks, ws, wss, rpcHost, rpc, nodesHost, nodes } = settings.edge
    const tcp = (name: string, port: number, at = host): PortUse => ({ name, host: at, port, protocol: 'tcp' })
    return [
      { name: 'SIP', host, port: sip, protocol: 'udp' },
      ...(trunks === undefined ? [] : [{ name: 'SIP of carriers', host, port: trunks, protocol: 'udp' as const }]),
      tcp('SIP', sip),
      tcp('SIP TLS', tls),
      tcp('SIP WebSocket', ws),
      tcp('SIP secure WebSocket', wss),
      tcp('edge RPC', rpc, rpcHost),
      tcp('edge for media nodes', nodes, nodesHost),
    ]
  },
  stopSignal: 'SIGTERM',
  // its sockets are open seconds before its workers are there
  ready: edgeAnswers,
  readyWithinMs: 60_000,
  version: () => ['kamailio', '-v'],
  package: 'kamailio',
}
