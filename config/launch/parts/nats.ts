// The bus and the ledger: a nats-server with JetStream, on loopback, with a token.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError, type Part } from '../part.ts'
import { answersTcp, versionOf } from '../probe.ts'
import { isBelow, newest, versionIn } from '../programs.ts'

/** below it the server miscounts what is left to read, and writes to disk every two minutes only */
const SOUND = [2, 10, 0] as const

export const nats: Part = {
  name: 'nats',
  about: 'bus, ledger and leases',
  embedded: (settings) => settings.nats.url === undefined,
  outside: (settings) => settings.natsUrl,
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
    writeFileSync(
      join(settings.dirs.nats, 'nats.conf'),
      `listen: "127.0.0.1:${settings.nats.port}"
server_name: "tinglan"
authorization { token: "${settings.secrets.natsToken}" }
max_payload: 4MB
jetstream { store_dir: "${settings.dirs.nats}/store"${sync} }
`,
      { mode: 0o600 },
    )
  },
  command: (settings) => ({ file: newest('nats-server'), args: ['-c', join(settings.dirs.nats, 'nats.conf')] }),
  ports: (settings) => [{ name: 'nats', host: '127.0.0.1', port: settings.nats.port, protocol: 'tcp' }],
  stopSignal: 'SIGTERM',
  ready: (settings) => answersTcp('127.0.0.1', settings.nats.port),
  readyWithinMs: 20_000,
  version: () => [newest('nats-server'), '--version'],
  note: (version) =>
    isBelow(versionIn(version), SOUND)
      ? 'below 2.10 it miscounts what is left to read, and a power cut may lose two minutes: put a nats-server of 2.10 or newer into PATH (Debian 13 has one; ./tinglan up takes it where apt knows it), then down and up'
      : '',
  package: 'nats-server',
}
