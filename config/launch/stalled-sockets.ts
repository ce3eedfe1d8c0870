// rtpengine 10.5 becomes deaf when it, or the whole machine, stood still for some 5 s: its sockets filled up meanwhile, it
// takes 50 packets at the edge of readiness and waits for the next edge, and the kernel gives the room of these 50 back only
// after a quarter of the buffer, so no packet comes in any more. Everybody would be mute for ever. The kernel's table shows
// it, and one that hangs: full sockets of which nothing is read while more is dropped. Started anew, it has its calls from
// Redis, on the same ports, within a second.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { signal } from './processes.ts'
import type { Supervisor } from './supervisor.ts'

const LOOK_MS = 500
/** a quarter of the usual buffer, 212,992 bytes: what a reader that keeps up never leaves */
const FULL_BYTES = 53_248
/** Of the sockets of a leg two take sound. One call that somebody floods is no reason to interrupt all. */
const SHARE = 1 / 8
const AGAIN_MS = 30_000

export interface UdpSocket {
  port: number
  waiting: number
  dropped: number
  inode: string
}

/** /proc/net/udp; a line that is cut or strange is left out. */
export const socketsIn = (table: string): UdpSocket[] =>
  table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/)
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)
    const waiting = Number.parseInt(fields[4]?.split(':')[1] ?? '', 16)
    const dropped = Number(fields[12])
    return Number.isFinite(port + waiting + dropped) ? [{ port, waiting, dropped, inode: fields[9] ?? '' }] : []
  })

/** Whether so many sockets were full before and are as full now, and packets were dropped in between. */
export function hasStalled(before: readonly UdpSocket[], now: readonly UdpSocket[]): boolean {
  const stalled = stalledOf(before, now)
  return stalled.length > 0 && stalled.length >= now.length * SHARE
}

function stalledOf(before: readonly UdpSocket[], now: readonly UdpSocket[]): UdpSocket[] {
  const known = new Map(before.map((socket) => [socket.inode, socket]))
  return now.filter(({ inode, waiting, dropped }) => {
    const was = known.get(inode)
    return was !== undefined && waiting >= FULL_BYTES && waiting === was.waiting && dropped > was.dropped
  })
}

export interface SocketsWatched {
  rtpengine: Pick<Settings['rtpengine'], 'portMin' | 'portMax'>
  supervisor: Pick<Supervisor, 'pidOf'>
  say(text: string): void
}

export function watchSockets({ rtpengine: { portMin, portMax }, supervisor, say }: SocketsWatched): { stop(): void } {
  let before: UdpSocket[] = []
  let curedAt = Number.NEGATIVE_INFINITY
  const timer = setInterval(() => {
    const pid = supervisor.pidOf('rtpengine')
    const now = pid === undefined ? [] : openSockets().filter(({ port }) => port >= portMin && port <= portMax)
    const seen = before
    before = now
    if (pid === undefined || stalledOf(seen, now).length === 0 || performance.now() - curedAt < AGAIN_MS) return
    // others on this machine may use these ports on other addresses
    const own = inodesOf(pid)
    if (
      !hasStalled(
        seen,
        now.filter(({ inode }) => own.has(inode)),
      )
    )
      return
    curedAt = performance.now()
    say('rtpengine does not hear any more, as after a machine that stood still: it is started anew')
    signal(pid, 'SIGKILL')
  }, LOOK_MS)
  return { stop: () => clearInterval(timer) }
}

function inodesOf(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`
  try {
    return new Set(readdirSync(folder).map((fd) => /^socket:\[(\d+)\]$/.exec(target(join(folder, fd)))?.[1] ?? ''))
  } catch {
    return new Set()
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}

const openSockets = (): UdpSocket[] => ['/proc/net/udp', '/proc/net/udp6'].flatMap((file) => socketsIn(read(file)))

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
