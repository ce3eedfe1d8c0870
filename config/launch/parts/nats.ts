// The bus and the ledger: a nats-server with JetStream, on loopback, with a token.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError, type Part } from '../part.ts'
import { answersTcp, versionOf } from '../probe.ts'

export const nats: Part = {
  name: 'nats',
  about: 'bus, ledger and leases',
  embedded: (settings) => settings.nats.url === undefined,
  outside: (settings) => settings.natsUrl,
  async prepare(settings) {
    mkdirSync(settings.dirs.nats, { recursive: true })
    // Debian 12 brings 2.9, which refuses a configuration with sync_interval and always writes every 2 minutes
    const version = (await versionOf(['nats-server', '--version'])) ?? ''
    const settable = /v2\.(1\d|[2-9]\d)\./.test(version)
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
  command: (settings) => ({ file: 'nats-server', args: ['-c', join(settings.dirs.nats, 'nats.conf')] }),
  ports: (settings) => [{ name: 'nats', host: '127.0.0.1', port: settings.nats.port, protocol: 'tcp' }],
  stopSignal: 'SIGTERM',
  ready: (settings) => answersTcp('127.0.0.1', settings.nats.port),
  readyWithinMs: 20_000,
  version: () => ['nats-server', '--version'],
  package: 'nats-server',
}
