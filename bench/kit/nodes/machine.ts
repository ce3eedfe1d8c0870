// One machine of a centre: a launcher in its own network namespace, with a data folder of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { builtLauncher } from '#test/kit/centre.ts'
import { signalFamily } from '#test/kit/family.ts'
import { waitFor } from '#test/kit/wait.ts'
import type { Network } from './network.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const UP_WITHIN_MS = 240_000

export class Machine {
  readonly name: string
  readonly dataDir: string
  readonly #network: Network
  readonly #env: Record<string, string>
  readonly #roles: string
  #child: ChildProcess | undefined
  #printed = ''

  constructor(network: Network, name: string, roles: string, dataDir: string, settings: Record<string, string>) {
    this.#network = network
    this.name = name
    this.#roles = roles
    this.dataDir = dataDir
    this.#env = { TINGLAN_DATA_DIR: dataDir, TINGLAN_DEMO_PLAN: 'off' }
    for (const [key, value] of Object.entries(settings)) this.#env[`TINGLAN_${key}`] = value
  }

  get address(): string {
    return this.#network.addressOf(this.name)
  }

  log(): string {
    return this.#printed
  }

  /** Resolves when the launcher has printed `until`. */
  async start(until: RegExp = /has joined the centre|is up:/): Promise<void> {
    const [file = '', ...args] = this.#network.inside(this.name)
    const launcher = [...(await builtLauncher()), 'up', '--roles', this.#roles, '--node', this.name]
    const settings = Object.entries(this.#env).map(([name, value]) => `${name}=${value}`)
    const child = spawn(file, [...args, 'env', ...settings, process.execPath, ...launcher], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const from = this.#printed.length
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (this.#printed += text))
    this.#child = child
    const said = () => this.#printed.slice(from)
    await this.#says(until, from)
    if (!until.test(said())) throw new Error(`${this.name} did not start:\n${said()}`)
  }

  /** Waits for what the launcher says later. */
  async says(until: RegExp): Promise<void> {
    await this.#says(until, 0)
    if (!until.test(this.#printed)) throw new Error(`${this.name} ended:\n${this.#printed}`)
  }

  async pidOf(part: string): Promise<number> {
    return (JSON.parse(await readFile(join(this.dataDir, 'run', `${part}.pid`), 'utf8')) as { pid: number }).pid
  }

  /** Ctrl-C: it hands over what it has. */
  async leave(): Promise<void> {
    await this.#end((child) => void child.kill('SIGTERM'))
  }

  /** Power off: nobody hears a goodbye, not even of its sockets. */
  async die(): Promise<void> {
    await this.#network.cable(this.name, false)
    await this.#end((child) => signalFamily(child.pid ?? 0, 'SIGKILL'))
  }

  async plug(plugged: boolean): Promise<void> {
    await this.#network.cable(this.name, plugged)
  }

  async #end(how: (child: ChildProcess) => unknown): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    await how(child)
    await ended
  }

  async #says(until: RegExp, from: number): Promise<void> {
    const child = this.#child
    await waitFor(() => until.test(this.#printed.slice(from)) || (child?.exitCode ?? null) !== null, {
      timeoutMs: UP_WITHIN_MS,
      what: `${this.name} is up`,
    })
  }
}
