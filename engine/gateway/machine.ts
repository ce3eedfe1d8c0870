// The machine under this gateway, for who looks after it: its processes and their restart, their logs without personal data,
// its disk, and whether another machine answers.
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { open, stat, statfs } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { noted } from '#config/launch/pid-files.ts'
import { done, type Outcome, refused } from '../records/record/outcome.ts'

export interface MachinePlaces {
  dataDir: string
  run: string
  logs: string
  /** asks who started the parts, and may end those of other users; whether he heard it */
  askRestart(name: string): boolean
}

export interface PartProcess {
  name: string
  pid: number
  since: number
}

export interface Machine {
  processes(): PartProcess[]
  /** in an orderly way; the launcher starts it again, and calls go on */
  restart(name: string): Outcome<true>
  log(name: string): Promise<string | undefined>
  disk(): Promise<{ free: number; total: number }>
  /** what `ping` printed */
  ping(host: string): Promise<Outcome<string>>
}

const NOBODY_ASKED = {
  zh: '网关不是由 ./tinglan up 启动的，网页不能重启进程；请在终端里重启',
  en: 'The gateway was not started by ./tinglan up, so no process can be restarted from here: use the terminal',
}
const PING_MS = 15_000
const LOG_BYTES = 5 * 2 ** 20
/** time to answer before the gateway itself goes */
const LAST_WORDS_MS = 300
const NAME = /^[a-z][a-z0-9-]{0,40}$/
/** a name or an address, and nothing that a program could take for an option */
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/

export const isHost = (text: string): boolean => isIP(text) !== 0 || HOST.test(text)

/** Numbers of people, in any spelling, keep their first three and last two digits; times in ms stay as they are. */
export const masked = (text: string): string =>
  text.replace(/(?<![\w.-])(?<!"(?:time|at|[a-z]+At|since|seq|sequence)":)\+?\d{7,15}(?![\w.])/g, (number) =>
    number.length === 13 && number.startsWith('1') ? number : `${number.slice(0, 3)}****${number.slice(-2)}`,
  )

function namesIn(run: string): string[] {
  try {
    return readdirSync(run).flatMap((file) => (file.endsWith('.pid') ? [file.slice(0, -4)] : []))
  } catch {
    return []
  }
}

const heard = (asked: boolean): Outcome<true> => (asked ? done(true) : refused('unavailable', { say: NOBODY_ASKED }))

export function machineAt({ dataDir, run, logs, askRestart }: MachinePlaces): Machine {
  const known = (name: string) => (NAME.test(name) && name !== 'launcher' ? noted(run, name) : undefined)
  return {
    processes: () =>
      namesIn(run).flatMap((name) => {
        const found = known(name)
        return found ? [{ name, pid: found.pid, since: found.at }] : []
      }),
    restart(name) {
      const found = known(name)
      if (!found) return refused('not-found')
      if (found.pid !== process.pid) return heard(askRestart(name))
      setTimeout(() => askRestart(name), LAST_WORDS_MS)
      return done(true)
    },
    log: (name) => (NAME.test(name) ? tailOf(join(logs, `${name}.log`)) : Promise.resolve(undefined)),
    async disk() {
      const { bavail, blocks, bsize } = await statfs(dataDir)
      return { free: bavail * bsize, total: blocks * bsize }
    },
    async ping(host) {
      if (!isHost(host))
        return refused('bad-input', { fields: [{ path: 'host', message: 'a host name or an address' }] })
      const args = ['-n', '-c', '4', '-i', '0.3', '-W', '2', '--', host]
      try {
        return done((await promisify(execFile)('ping', args, { timeout: PING_MS })).stdout)
      } catch (fault) {
        const { stdout = '', stderr = '', code } = fault as { stdout?: string; stderr?: string; code?: string }
        if (code === 'ENOENT') return refused('unavailable', { detail: 'ping is not installed' })
        return stdout === '' && NOT_ALLOWED.test(stderr)
          ? refused('unavailable', { say: NO_PING })
          : done(stdout + stderr)
      }
    },
  }
}

/** where parts have users of their own, ping gets no raw socket; Linux lets groups ping without one */
const NOT_ALLOWED = /not permitted|cap_net_raw/
const NO_PING = {
  zh: '本机不允许普通用户 ping。请以 root 执行：sysctl -w net.ipv4.ping_group_range="0 2147483647"',
  en: 'This machine lets only root ping. As root: sysctl -w net.ipv4.ping_group_range="0 2147483647"',
}

async function tailOf(path: string): Promise<string | undefined> {
  const size = (await stat(path).catch(() => undefined))?.size
  if (size === undefined) return undefined
  const file = await open(path, 'r')
  try {
    const length = Math.min(size, LOG_BYTES)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return masked(buffer.toString('utf8', 0, bytesRead))
  } finally {
    await file.close()
  }
}
