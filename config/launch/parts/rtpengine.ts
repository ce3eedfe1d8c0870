// Audio: rtpengine in userspace, controlled by the media node over loopback.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { renderRtpengine } from '../../rtpengine.ts'
import type { Settings } from '../../settings.ts'
import type { Part, PortUse } from '../part.ts'
import { answersUdp } from '../probe.ts'
import { putFile } from '../put-file.ts'

const dir = ({ dataDir }: Settings): string => join(dataDir, 'rtpengine')
/** the media node, in its group, makes recordings of these and takes them away */
const taps = (settings: Settings): string[] =>
  ['recording', 'recording/pcaps', 'recording/tmp', 'recording/metadata'].map((name) => join(dir(settings), name))

const PING = 'tinglan d7:command4:pinge'

function portsOf({ rtpengine: { control, ng, cli, http } }: Settings): PortUse[] {
  const tcp = (name: string, port: number | undefined): PortUse[] =>
    port === undefined ? [] : [{ name, host: control, port, protocol: 'tcp' }]
  return [
    { name: 'rtpengine control', host: control, port: ng, protocol: 'udp' },
    ...tcp('rtpengine cli', cli),
    ...tcp('rtpengine http', http),
  ]
}

export const rtpengine: Part = {
  name: 'rtpengine',
  role: 'media',
  about: 'audio of every call',
  embedded: (settings) => settings.media.kind === 'rtpengine',
  user: 'tinglan-rtpengine',
  folders: (settings) => [
    { path: dir(settings), mode: 0o710 },
    ...taps(settings).map((path) => ({ path, mode: 0o2770 })),
  ],
  async prepare(settings) {
    // rtpengine makes the sub-folders at its start only, and for itself alone
    for (const each of taps(settings)) mkdirSync(each, { recursive: true, mode: 0o700 })
    putFile(join(dir(settings), 'rtpengine.conf'), renderRtpengine(settings, join(dir(settings), 'recording')))
  },
  command: (settings) => ({
    file: 'rtpengine',
    cwd: dir(settings),
    args: [`--config-file=${join(dir(settings), 'rtpengine.conf')}`, '--config-section=rtpengine'],
    shares: true,
    // one that does not come to read for some seconds becomes deaf (stalled-sockets.ts)
    urgent: true,
  }),
  ports: portsOf,
  stopSignal: 'SIGTERM',
  ready: (settings) => answersUdp(settings.rtpengine.control, settings.rtpengine.ng, PING),
  readyWithinMs: 20_000,
  version: () => ['rtpengine', '--version'],
  package: 'rtpengine-daemon',
}
