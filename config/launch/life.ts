// One part's life: started, watched until it is ready, started again with growing pauses when it dies, ended.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { PartLog } from './log-file.ts'
import { type Command, LaunchError, type Part, type PartUser, ROOT } from './part.ts'
import { type Death, HEALTHY_MS, pauseAfter } from './pause.ts'
import { forget, note } from './pid-files.ts'
import { until } from './probe.ts'
import { isMarked, MARK, membersOf, signal, underParent } from './processes.ts'
import { groupsOf, handOver } from './users.ts'

/** what setpriv answers when the program is not there */
const NOT_FOUND = 127
const LAST_WORDS = 4_000

/** What all lives of one launcher have in common. */
export interface Surroundings {
  settings: Settings
  say(text: string): void
  /** false once all shall end: nothing is started any more */
  wanted(): boolean
  /** root, and each part runs as its own user */
  handsOver: boolean
  /** a part says something besides that it is ready */
  asked(part: Part, message: unknown): void
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

const gone = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('exit', () => resolve()))

export class Life {
  readonly part: Part
  readonly #around: Surroundings
  readonly #log: PartLog
  #child: ChildProcess | undefined
  #startedAt = 0
  #ready = false
  #exitCode: number | null = null
  #pauseMs: number | undefined
  #lastWords = ''

  constructor(part: Part, around: Surroundings) {
    this.part = part
    this.#around = around
    const { maxMiB, keep, maxKiBPerSecond } = around.settings.log
    const bounds = { maxBytes: maxMiB * 2 ** 20, keep, bytesPerSecond: maxKiBPerSecond * 2 ** 10 }
    this.#log = new PartLog(around.settings.dirs.logs, part.name, bounds)
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get readyPid(): number | undefined {
    return this.#ready ? this.pid : undefined
  }

  /** Settled when the part is ready. Throws LaunchError when it does not become so. */
  async start(): Promise<void> {
    const { settings, say } = this.#around
    await this.#handOver()
    await this.part.prepare?.(settings, say, this.#user())
    await this.#handOver()
    await this.#run()
  }

  /** In an orderly way, or by force when that takes too long; closes its log. */
  async end(withinMs: number): Promise<void> {
    await this.#stop(withinMs)
    this.#log.end()
  }

  /** Ends it so; what is ended is started again. */
  restart(withinMs: number): Promise<void> {
    // who was asked to go is healthy: it comes back at once
    this.#startedAt = -HEALTHY_MS
    return this.#stop(withinMs)
  }

  async #stop(withinMs: number): Promise<void> {
    const child = this.#child
    if (!child) return
    const ended = gone(child)
    child.kill(this.part.stopSignal)
    const timer = setTimeout(() => {
      this.#around.say(`${this.part.name} does not stop by itself: killed`)
      child.kill('SIGKILL')
    }, withinMs)
    await ended
    clearTimeout(timer)
  }

  #user(): PartUser | undefined {
    return this.#around.handsOver ? this.part.user : undefined
  }

  /** Its folders become its user's, and what root has written into them. */
  async #handOver(): Promise<void> {
    const user = this.#user()
    if (user === undefined) return
    for (const folder of this.part.folders?.(this.#around.settings) ?? []) await handOver(folder, user)
  }

  async #command(): Promise<Command> {
    const { settings } = this.#around
    const command = await this.part.command(settings)
    const user = this.#user()
    if (user === undefined) return command
    const lowPorts = this.part.ports(settings).some(({ port }) => port < 1024)
    return { ...command, user, groups: groupsOf(user), lowPorts, env: { ...command.env, HOME: '/nonexistent' } }
  }

  async #run(): Promise<void> {
    const { part } = this
    const { settings, wanted } = this.#around
    const command = await this.#command()
    if (!wanted()) return
    const child = this.#spawn(command)
    const check = async (): Promise<boolean> => (part.ready === 'ipc' ? this.#ready : part.ready(settings))
    const alive = (): boolean => this.#child === child && wanted()
    if ((await until(check, part.readyWithinMs, alive)) || (part.once && this.#ready)) {
      this.#ready = true
      return
    }
    if (!wanted()) return
    const died = this.#child !== child
    if (!died) {
      const ended = gone(child)
      child.kill('SIGKILL')
      await ended
    }
    throw new LaunchError(this.#whyNot(died))
  }

  #spawn(command: Command): ChildProcess {
    const { part } = this
    const { settings } = this.#around
    this.#ready = false
    this.#lastWords = ''
    this.#exitCode = null
    this.#startedAt = performance.now()
    const child = spawnPart(command, part, settings.dataDir)
    this.#child = child
    if (child.pid !== undefined) this.#note(child.pid)
    this.#listen(child)
    child.on('message', (message) => {
      if ((message as { ready?: boolean }).ready) this.#ready = true
      else this.#around.asked(part, message)
    })
    child.once('error', (cause) => {
      this.#lastWords += String(cause)
      this.#over(child, null, String(cause))
    })
    child.once('exit', (code, name) => this.#over(child, code, name ?? `code ${code}`))
    return child
  }

  /** A full disk may refuse it: without the note `down` and the next start find the part by its mark. */
  #note(pid: number): void {
    const { settings, say } = this.#around
    try {
      note(settings.dirs.run, this.part.name, pid)
    } catch (cause) {
      say(`${this.part.name}: its pid could not be written down: ${(cause as Error).message}`)
    }
  }

  #listen(child: ChildProcess): void {
    const keep = (words: Buffer): void => {
      this.#log.write(words)
      this.#lastWords = (this.#lastWords + words.toString('utf8')).slice(-LAST_WORDS)
    }
    child.stderr?.on('data', keep)
    child.stdout?.on('data', (words: Buffer) => {
      keep(words)
      // what a step that runs to its end has done is for the newcomer too
      if (this.part.once) this.#around.say(words.toString('utf8').trim().replace(/^/gm, '  '))
    })
  }

  #over(child: ChildProcess, code: number | null, how: string): void {
    if (this.#child !== child) return
    const { part } = this
    const { settings, wanted } = this.#around
    this.#child = undefined
    this.#exitCode = code
    if (child.pid !== undefined) endGroup(child.pid, settings.dataDir)
    if (part.once && code === 0) this.#ready = true
    forget(settings.dirs.run, part.name)
    if (wanted() && this.#ready && !part.once) this.#again(how, 'up')
  }

  #again(how: string, was: Death['was']): void {
    const { say, wanted } = this.#around
    const { name } = this.part
    const pauseMs = pauseAfter({ was, ranMs: performance.now() - this.#startedAt }, this.#pauseMs)
    this.#pauseMs = pauseMs
    say(`${name} ended (${how}); starting it again in ${pauseMs / 1000} s`)
    setTimeout(() => {
      if (!wanted()) return
      this.#run().then(
        () => say(`${name} is back`),
        (cause: Error) => {
          say(cause.message.split('\n')[0] ?? '')
          if (wanted()) this.#again('failed start', 'failed')
        },
      )
    }, pauseMs)
  }

  /** One sentence that says how to go on, with the part's last words under it. */
  #whyNot(died: boolean): string {
    const { name, package: from, readyWithinMs } = this.part
    if (this.#exitCode === NOT_FOUND) return `${name} is not installed (${from}): ./tinglan up installs it.`
    const how = died ? 'ended while starting' : `did not become ready within ${readyWithinMs / 1000} s`
    const words = this.#lastWords.trim().split('\n').slice(-8).join('\n')
    const log = join(this.#around.settings.dirs.logs, `${name}.log`)
    return `${name} ${how}. Its last words:\n${words}\nThe whole log: ${log}`
  }
}
