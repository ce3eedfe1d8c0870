// A real Kamailio from our own configuration: free ports, a run directory of its own, all of its processes gone after.
import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openRegistrations } from '#config/kamailio/registrations.ts'
import { renderKamailio } from '#config/kamailio/render.ts'
import { KamailioRpc } from '#config/kamailio/rpc.ts'
import type { KamailioSettings, MediaNodeAddress } from '#config/kamailio/settings.ts'
import { familyOf, signalFamily } from './family.ts'
import { freePort } from './nats.ts'
import { waitFor } from './wait.ts'

export const TEST_DOMAIN = 'tinglan.test'
export const TEST_SECRET = 'test-secret-0123456789'

export interface TestKamailio {
  settings: KamailioSettings
  rpc: KamailioRpc
  /** What a media node takes as `edge`. */
  edge: string
  udpPort: number
  tcpPort: number
  wsUrl: string
  log(): string
  /** Pids of every Kamailio process, the main one first. */
  pids(): Promise<number[]>
  /** Pids of the processes that receive on a UDP port. */
  workersOf(udpPort: number): Promise<number[]>
  /** kill -9 of all of it; `rise` starts it again with the same settings and folder. */
  die(): Promise<void>
  rise(): Promise<void>
  stop(): Promise<void>
}

export interface KamailioStart {
  databaseUrl: string
  nodes?: readonly MediaNodeAddress[]
  settings?: Partial<KamailioSettings>
}

export async function startKamailio(start: KamailioStart): Promise<TestKamailio> {
  const runDir = await mkdtemp(join(tmpdir(), 'tinglan-kamailio-'))
  const settings = await testSettings(runDir, start)
  for (const { file, text } of renderKamailio(settings)) await writeFile(join(runDir, file), text)
  let heard = ''
  const hear = (text: string) => {
    heard = (heard + text).slice(-200_000)
  }
  let child = await launch(settings, hear).catch(async (fault: unknown) => {
    await rm(runDir, { recursive: true, force: true })
    throw fault
  })
  const rpc = new KamailioRpc(settings.rpc.host, settings.rpc.port, settings.ephemeralSecret)
  const stop = async () => {
    await endGroup(child)
    await rm(runDir, { recursive: true, force: true })
  }
  return {
    settings,
    rpc,
    edge: `sip:127.0.0.1:${settings.nodes.listen.port};transport=tcp`,
    udpPort: settings.udp?.port ?? 0,
    tcpPort: settings.tcp.port,
    wsUrl: `ws://127.0.0.1:${settings.ws?.port}`,
    log: () => heard,
    pids: () => familyOf(child.pid ?? 0),
    async workersOf(port) {
      // pid, description, pid, description …
      const all = (await rpc.call('core.ps')) as (number | string)[]
      const mine = (each: unknown): boolean => new RegExp(`udp receiver.*:${port}\\b`).test(String(each))
      return all.flatMap((each, at) => (mine(each) ? [Number(all[at - 1])] : []))
    },
    async die() {
      await signalFamily(child.pid ?? 0, 'SIGKILL')
    },
    async rise() {
      child = await launch(settings, hear)
    },
    stop,
  }
}

async function launch(settings: KamailioSettings, hear: (text: string) => void): Promise<ChildProcess> {
  const { runDir } = settings
  openRegistrations(runDir)
  const args = ['-f', join(runDir, 'kamailio.cfg'), '-x', 'fm', '-m', '64', '-M', '8', '-DD', '-E', '-Y', runDir]
  // a group of its own, so that a child that outlives the main process is found too
  const child = spawn('kamailio', [...args, '-P', join(runDir, 'kamailio.pid')], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said = (said + text).slice(-6_000)
      hear(String(text))
    })
  try {
    await waitFor(() => child.exitCode !== null || answersOptions(settings.udp?.port ?? 0), {
      what: 'Kamailio answers OPTIONS',
    })
    if (child.exitCode !== null) throw new Error(`Kamailio ended with ${child.exitCode}`)
    return child
  } catch (fault) {
    await endGroup(child)
    throw new Error(`Kamailio did not start: ${String(fault)}\n${said}`)
  }
}

async function testSettings(runDir: string, start: KamailioStart): Promise<KamailioSettings> {
  const port = async () => ({ host: '127.0.0.1', port: await freePort() })
  return {
    domain: TEST_DOMAIN,
    runDir,
    udp: await port(),
    tcp: await port(),
    ws: await port(),
    nodes: { listen: await port(), list: start.nodes ?? [], pingSeconds: 1 },
    rpc: await port(),
    databaseUrl: start.databaseUrl,
    ephemeralSecret: TEST_SECRET,
    anyAddress: true,
    children: 2,
    ...start.settings,
  }
}

async function answersOptions(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  const call = `ready-${Math.random().toString(36).slice(2)}`
  const text = [
    `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK${call};rport`,
    'Max-Forwards: 70',
    'From: <sip:ready@test>;tag=ready',
    `To: <sip:127.0.0.1:${port}>`,
    `Call-ID: ${call}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n')
  try {
    return await new Promise<boolean>((resolve) => {
      socket.on('error', () => resolve(false))
      socket.on('message', (bytes) => resolve(bytes.toString().startsWith('SIP/2.0 200')))
      socket.send(text, port, '127.0.0.1')
      setTimeout(() => resolve(false), 200)
    })
  } finally {
    socket.close()
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  const pid = child.pid
  if (!pid) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await gone
    clearTimeout(late)
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // the group is empty: every child has ended
  }
}
