// The bus and the ledger: a nats-server with JetStream, on loopback, with a token.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startedHere } from '../../roles.ts'
import type { Settings } from '../../settings.ts'
import { LaunchError, type Part, type PortUse } from '../part.ts'
import { answersTcp, versionOf } from '../probe.ts'
import { isBelow, newest, versionIn } from '../programs.ts'
import { putFile } from '../put-file.ts'

/** below it the server miscounts what is left to read, and writes to disk every two minutes only */
const SOUND = [2, 10, 0] as const

/**
 * A machine that is cut off says no goodbye: until its silence is noticed the others still ask it for a third of everything,
 * and the server's own way of noticing takes minutes.
 */
const SILENCE = `ping_interval: "1s"
ping_max: 3
write_deadline: "3s"
`

/** Its servers know each other by `routes`; whoever knows the token may be one of them. */
function cluster({ nats: { host, clusterPort, routes }, secrets }: Settings): string {
  if (clusterPort === undefined) return ''
  const known = (routes ?? '').split(',').filter((each) => each !== '')
  const urls = known.map((each) => `"${each.replace(/^(nats:\/\/)?/, `nats://tinglan:${secrets.natsToken}@`)}"`)
  return `${SILENCE}cluster {
  name: "tinglan"
  listen: "${host}:${clusterPort}"
  authorization { user: "tinglan", password: "${secrets.natsToken}" }
  routes: [${urls.join(', ')}]
}
`
}

export const nats: Part = {
  name: 'nats',
  role: 'nats',
  about: 'bus, ledger and leases',
  embedded: (settings) => startedHere(settings.roles, 'nats', settings.nats.url),
  outside: (settings) => settings.natsUrl,
  user: 'tinglan-nats',
  folders: (settings) => [{ path: settings.dirs.nats, mode: 0o700 }],
  async prepare(settings) {
    mkdirSync(settings.dirs.nats, { recursive: true })
    // Debian 12 brings 2.9, which refuses a configuration with sync_interval
    const version = (await versionOf([newest('nats-server'), '--version'])) ?? ''
    const settable = !isBelow(versionIn(version), SOUND)
    if (!settable && settings.nats.syncInterval !== '2m')
      throw new LaunchError(
        `nats.syncInterval "${settings.nats.syncInterval}" needs nats-server 2.10 or newer; here is ${version || 'none'}. Install a newer one or leave the setting at 2m.`,
      )
    const sync = settable ? `, sync_interval: "${settings.nats.syncInterval}"` : ''
    putFile(
      join(settings.dirs.nats, 'nats.conf'),
      `listen: "${settings.nats.host}:${settings.nats.port}"
server_name: "tinglan${settings.node === undefined ? '' : `-${settings.node}`}"
authorization { token: "${settings.secrets.natsToken}" }
max_payload: 4MB
jetstream { store_dir: "${settings.dirs.nats}/store"${sync} }
${cluster(settings)}`,
    )
  },
  command: (settings) => ({ file: newest('nats-server'), args: ['-c', join(settings.dirs.nats, 'nats.conf')] }),
  ports({ nats: { host, port, clusterPort } }) {
    const ports: PortUse[] = [{ name: 'nats', host, port, protocol: 'tcp' }]
    return clusterPort === undefined
      ? ports
      : [...ports, { name: 'nats cluster', host, port: clusterPort, protocol: 'tcp' }]
  },
  stopSignal: 'SIGTERM',
  diesOfFullDisk: true,
  ready: (settings) => answersTcp(settings.nats.host, settings.nats.port),
  readyWithinMs: 20_000,
  version: () => [newest('nats-server'), '--version'],
  note: (version) =>
    isBelow(versionIn(version), SOUND)
      ? 'below 2.10 it miscounts what is left to read, and a power cut may lose two minutes: put a nats-server of 2.10 or newer into PATH (Debian 13 has one; ./tinglan up takes it where apt knows it), then down and up'
      : '',
  package: 'nats-server',
}
