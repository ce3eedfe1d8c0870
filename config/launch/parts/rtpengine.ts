// Audio: rtpengine in userspace, controlled by the media node over loopback.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderRtpengine } from '../../rtpengine.ts'
import type { Part } from '../part.ts'
import { answersTcp } from '../probe.ts'

export const rtpengine: Part = {
  name: 'rtpengine',
  role: 'media',
  about: 'audio of every call',
  embedded: (settings) => settings.media.kind === 'rtpengine',
  async prepare(settings) {
    const dir = join(settings.dataDir, 'rtpengine')
    // its sub-folders are made at its start only
    mkdirSync(join(dir, 'recording'), { recursive: true })
    writeFileSync(join(dir, 'rtpengine.conf'), renderRtpengine(settings, join(dir, 'recording')), { mode: 0o600 })
  },
  command: (settings) => ({
    file: 'rtpengine',
    cwd: join(settings.dataDir, 'rtpengine'),
    args: [`--config-file=${join(settings.dataDir, 'rtpengine/rtpengine.conf')}`, '--config-section=rtpengine'],
  }),
  ports: (settings) => [
    { name: 'rtpengine control', host: settings.rtpengine.control, port: settings.rtpengine.ng, protocol: 'udp' },
    { name: 'rtpengine cli', host: settings.rtpengine.control, port: settings.rtpengine.cli, protocol: 'tcp' },
  ],
  stopSignal: 'SIGTERM',
  ready: (settings) => answersTcp(settings.rtpengine.control, settings.rtpengine.cli),
  readyWithinMs: 20_000,
  version: () => ['rtpengine', '--version'],
  package: 'rtpengine-daemon',
}
