// Starts parts in order, watches them, starts a dead one again with growing pauses, stops them in reverse order.
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { type Command, LaunchError, type Part, ROOT } from './part.ts'
import { forget, note } from './pid-files.ts'
import { until } from './probe.ts'
import { isMarked, MARK, membersOf, signal, underParent } from './processes.ts'

const FIRST_PAUSE_MS = 300
const LONGEST_PAUSE_MS = 15_000
/** a part that ran this long is healthy: its next pause is short again */
const HEALTHY_MS = 30_000
/** for all parts together; each has at least LEAST_STOP_MS */
const STOP_WITHIN_MS = 9_000
const LEAST_STOP_MS = 1_000
/** a log longer than this is put aside as <part>.log.1 when the part starts */
const LONGEST_LOG_BYTES = 50 * 2 ** 20
/** what setpriv answers when the program is not there */
const NOT_FOUND = 127
const LAST_WORDS = 4_000

interface Life {
  part: Part
  child: ChildProcess | undefined
  startedAt: number
  ready: boolean
  pauseMs: number
  lastWords: string
  log: WriteStream
}

export interface Supervisor {
  start(part: Part): Promise<void>
  /** reverse order */
  stop(): Promise<void>
  pidOf(name: string): number | undefined
}

function spawnPart(command: Command, part: Part, dataDir: string): ChildProcess {
  const [file, args] = underParent(command, part.stopSignal)
  return spawn(file, args, {
    cwd: command.cwd ?? ROOT,
    env: { ...process.env, ...command.env, [MARK]: dataDir },
    stdio: part.ready === 'ipc' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    // Ctrl-C goes to the launcher alone, which stops the parts in order
    detached: true,
  })
}

/** Children that outlive their part's leader, such as Kamailio's workers after a kill -9 of it, keep its ports. */
function endGroup(leader: number, dataDir: string): void {
  for (const { pid } of membersOf(leader)) if (pid === leader || isMarked(pid, dataDir)) signal(pid, 'SIGKILL')
}

function openLog(folder: string, name: string): WriteStream {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.log`)
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LONGEST_LOG_BYTES) renameSync(file, `${file}.1`)
  return createWriteStream(file, { flags: 'a' })
}

export function newSupervisor(settings: Settings, say: (text: string) => void): Supervisor {
  const lives: Life[] = []
  let stopping: Promise<void> | undefined

  const run = async (life: Life): Promise<void> => {
    const { part } = life
    const command = await part.command(settings)
    if (stopping) return
    life.ready = false
    life.lastWords = ''
    life.startedAt = Date.now()
    const child = spawnPart(command, part, settings.dataDir)
    life.child = child
    if (child.pid !== undefined) note(settings.dirs.run, part.name, child.pid)
    const keep = (words: Buffer): void => {
      life.log.write(words)
      life.lastWords = (life.lastWords + words.toString('utf8')).slice(-LAST_WORDS)
    }
    child.stdout?.on('data', (words: Buffer) => {
      keep(words)
      // what a step that runs to its end has done is for the newcomer too
      if (part.once) say(words.toString('utf8').trim().replace(/^/gm, '  '))
    })
    child.stderr?.on('data', keep)
    child.on('message', (message) => {
      if ((message as { ready?: boolean }).ready) life.ready = true
    })
    let exitCode: number | null = null
    const over = (code: number | null, how: string): void => {
      if (life.child !== child) return
      life.child = undefined
      exitCode = code
      if (child.pid !== undefined) endGroup(child.pid, settings.dataDir)
      if (part.once && code === 0) life.ready = true
      forget(settings.dirs.run, part.name)
      if (!stopping && life.ready && !part.once) again(life, how)
    }
    child.once('error', (cause) => {
      life.lastWords += String(cause)
      over(null, String(cause))
    })
    child.once('exit', (code, name) => over(code, name ?? `code ${code}`))
    const check =
      part.ready === 'ipc' ? async () => life.ready : () => (part.ready as (s: Settings) => Promise<boolean>)(settings)
    const alive = (): boolean => life.child === child && !stopping
    if ((await until(check, part.readyWithinMs, alive)) || (part.once && life.ready)) {
      life.ready = true
      return
    }
    if (stopping) return
    const died = life.child !== child
    if (!died) await kill(life)
    throw new LaunchError(whyNot(life, settings, died, exitCode))
  }

  const again = (life: Life, how: string): void => {
    life.pauseMs =
      Date.now() - life.startedAt > HEALTHY_MS ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, life.pauseMs * 2)
    say(`${life.part.name} ended (${how}); starting it again in ${life.pauseMs / 1000} s`)
    setTimeout(() => {
      if (stopping) return
      run(life).then(
        () => say(`${life.part.name} is back`),
        (cause: Error) => {
          say(cause.message.split('\n')[0] ?? '')
          if (!stopping) again(life, 'failed start')
        },
      )
    }, life.pauseMs)
  }

  const end = async (life: Life, withinMs: number): Promise<void> => {
    const { child } = life
    if (!child) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(life.part.stopSignal)
    const timer = setTimeout(() => {
      say(`${life.part.name} does not stop by itself: killed`)
      child.kill('SIGKILL')
    }, withinMs)
    await ended
    clearTimeout(timer)
  }

  const endAll = async (): Promise<void> => {
    const until = Date.now() + STOP_WITHIN_MS
    for (const life of [...lives].reverse()) {
      await end(life, Math.max(LEAST_STOP_MS, until - Date.now()))
      life.log.end()
    }
  }

  const kill = (life: Life): Promise<void> => {
    const { child } = life
    const ended = new Promise<void>((resolve) => (child ? child.once('exit', () => resolve()) : resolve()))
    child?.kill('SIGKILL')
    return ended
  }

  return {
    async start(part) {
      const log = openLog(settings.dirs.logs, part.name)
      const life: Life = {
        part,
        child: undefined,
        startedAt: 0,
        ready: false,
        pauseMs: FIRST_PAUSE_MS,
        lastWords: '',
        log,
      }
      lives.push(life)
      await part.prepare?.(settings, say)
      await run(life)
    },
    stop: () => (stopping ??= endAll()),
    pidOf: (name) => lives.find((life) => life.part.name === name)?.child?.pid,
  }
}

/** One sentence that says how to go on, with the part's last words under it. */
function whyNot(life: Life, settings: Settings, died: boolean, code: number | null): string {
  const { name, package: from, readyWithinMs } = life.part
  if (code === NOT_FOUND) return `${name} is not installed (${from}): ./tinglan up installs it.`
  const how = died ? 'ended while starting' : `did not become ready within ${readyWithinMs / 1000} s`
  const words = life.lastWords.trim().split('\n').slice(-8).join('\n')
  return `${name} ${how}. Its last words:\n${words}\nThe whole log: ${join(settings.dirs.logs, `${name}.log`)}`
}
