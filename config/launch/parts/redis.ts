// What rtpengine remembers its calls in: a Redis of its own on loopback. One that died has ports, keys and partners back
// when it starts, so no phone needs a re-INVITE. A log of changes on disk outlives this Redis too.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../../settings.ts'
import type { Part } from '../part.ts'
import { answersTcp } from '../probe.ts'
import { putFile } from '../put-file.ts'

const dir = (settings: Settings): string => join(settings.dataDir, 'redis')

export const redis: Part = {
  name: 'redis',
  role: 'media',
  about: 'calls of rtpengine, kept across its death',
  embedded: (settings) => settings.media.kind === 'rtpengine',
  user: 'tinglan-redis',
  folders: (settings) => [{ path: dir(settings), mode: 0o700 }],
  async prepare(settings) {
    mkdirSync(dir(settings), { recursive: true, mode: 0o700 })
    const lines = [
      ...['bind 127.0.0.1', `port ${settings.rtpengine.redis}`, `requirepass ${settings.secrets.redisPassword}`],
      ...[`dir ${dir(settings)}`, 'save ""', 'appendonly yes', 'appendfsync no', 'databases 2', 'maxclients 64'],
    ]
    putFile(join(dir(settings), 'redis.conf'), `${lines.join('\n')}\n`)
  },
  command: (settings) => ({ file: 'redis-server', args: [join(dir(settings), 'redis.conf')], cwd: dir(settings) }),
  ports: (settings) => [{ name: 'redis', host: '127.0.0.1', port: settings.rtpengine.redis, protocol: 'tcp' }],
  stopSignal: 'SIGTERM',
  ready: (settings) => answersTcp('127.0.0.1', settings.rtpengine.redis),
  readyWithinMs: 20_000,
  version: () => ['redis-server', '--version'],
  package: 'redis-server',
}
