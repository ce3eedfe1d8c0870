// rtpengine 10.5 becomes deaf when it, or the whole machine, stood still for some 5 s: it reads at most 50 packets a time, and
// a socket where more waited five times in a row is never read again. Everybody on it would be mute for ever; one that hangs
// looks the same. The kernel's table shows it: full sockets of which nothing is read while more is dropped. Started anew, it
// has its calls from Redis, on the same ports, within a second.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { signal } from './processes.ts'
import type { Supervisor } from './supervisor.ts'

const LOOK_MS = 500
/** a quarter of the usual buffer, 212,992 bytes: what a reader that keeps up never leaves */
const FULL_BYTES = 53_248
/** Of the sockets of a leg two take sound. One call that somebody floods is no reason to interrupt all, at once. */
const SHARE = 1 / 8
/** As many as this, for as long as this: they are not read any more, however many others are. */
const SOME = 3
const LONG_LOOKS = 6
const AGAIN_MS = 30_000
/** who floods some calls over and over interrupts the others ever more seldom */
const SELDOM_MS = 600_000

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

/** What was seen of sockets so far: those that were full and as full at the last look, and at how many looks in a row. */
export class Looks {
  #before: readonly UdpSocket[] = []
  #long = new Map<string, number>()

  /** Answers those of which nothing is read. */
  look(now: readonly UdpSocket[]): UdpSocket[] {
    const stalled = stalledOf(this.#before, now)
    this.#before = now
    this.#long = new Map(stalled.map(({ inode }) => [inode, (this.#long.get(inode) ?? 0) + 1]))
    return stalled
  }

  /** Whether a good part of these has stalled, or some have for long. */
  deaf(own: readonly UdpSocket[]): boolean {
    const looks = own.map(({ inode }) => this.#long.get(inode) ?? 0).filter((count) => count > 0)
    return (
      looks.length >= Math.max(1, own.length * SHARE) || looks.filter((count) => count >= LONG_LOOKS).length >= SOME
    )
  }
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
  const looks = new Looks()
  let curedAt = Number.NEGATIVE_INFINITY
  let againMs = AGAIN_MS
  const timer = setInterval(() => {
    const pid = supervisor.pidOf('rtpengine')
    const now = pid === undefined ? [] : openSockets().filter(({ port }) => port >= portMin && port <= portMax)
    const quietMs = performance.now() - curedAt
    if (looks.look(now).length === 0 || pid === undefined || quietMs < againMs) return
    // others on this machine may use these ports on other addresses
    const own = inodesOf(pid)
    if (!looks.deaf(now.filter(({ inode }) => own.has(inode)))) return
    againMs = quietMs > SELDOM_MS ? AGAIN_MS : Math.min(2 * againMs, SELDOM_MS)
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
