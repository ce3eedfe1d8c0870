// A real rtpengine of one test file's own: free ports, temporary directory, gone afterwards.
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestRtpengine {
  ngPort: number
  dtmfPort: number
  /** where rtpengine puts its pcap files: `<recordings>/pcaps` */
  recordings: string
  folder: string
  pid: number
  log(): string
  kill(signal: NodeJS.Signals): void
  /** starts it again after it was killed, with the same ports and folders */
  rise(): Promise<void>
  stop(): Promise<void>
}

/** `redis`: `password@host:port/database`, where it keeps its calls */
export async function startRtpengine(
  options: { portMin?: number; ports?: number; redis?: string } = {},
): Promise<TestRtpengine> {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-rtpe-'))
  const recordings = join(folder, 'rec')
  await mkdir(recordings)
  const [ngPort, dtmfPort] = await freeUdpPorts()
  const portMin = options.portMin ?? 20_000 + 2 * Math.floor(Math.random() * 9_000)
  const log: string[] = []
  const start = () => {
    const child = spawn('rtpengine', [
      ...['--config-file=none', '--table=-1', '--interface=127.0.0.1', `--listen-ng=127.0.0.1:${ngPort}`],
      ...[
        `--port-min=${portMin}`,
        `--port-max=${portMin + (options.ports ?? 2000) - 1}`,
        '--timeout=600',
        '--silent-timeout=3600',
      ],
      ...['--offer-timeout=300', '--delete-delay=0', `--recording-dir=${recordings}`, '--recording-method=pcap'],
      ...['--recording-format=eth', `--dtmf-log-dest=127.0.0.1:${dtmfPort}`, '--num-threads=2', '--log-level=6'],
      ...['--foreground', '--log-stderr', `--pidfile=${join(folder, 'pid')}`],
      ...(options.redis === undefined ? [] : [`--redis=${options.redis}`]),
    ])
    child.stderr.on('data', (text) => log.push(String(text)))
    child.stdout.on('data', (text) => log.push(String(text)))
    return child
  }
  let child = start()
  await untilItAnswers(child, ngPort, () => log.join(''))
  return {
    ngPort,
    dtmfPort,
    recordings,
    folder,
    pid: child.pid!,
    log: () => log.join(''),
    kill: (signal) => void child.kill(signal),
    async rise() {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      child = start()
      await untilItAnswers(child, ngPort, () => log.join(''))
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilItAnswers(child: ChildProcess, port: number, log: () => string): Promise<void> {
  const socket = createSocket('udp4')
  try {
    const pong = once(socket, 'message')
    for (let i = 0; i < 300; i++) {
      if (child.exitCode !== null) break
      socket.send('ping-1 d7:command4:pinge', port, '127.0.0.1')
      const answered = await Promise.race([pong, new Promise((resolve) => setTimeout(resolve, 100))])
      if (answered) return
    }
    throw new Error(`rtpengine did not start:\n${log()}`)
  } finally {
    socket.close()
  }
}

/** Both held at once, so that they differ. */
async function freeUdpPorts(): Promise<[number, number]> {
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const
  for (const socket of sockets) {
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
  }
  const [first, second] = sockets.map((socket) => socket.address().port)
  for (const socket of sockets) socket.close()
  return [first!, second!]
}

export async function freeTcpPort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
