// Simulated agents: real SIP phones (baresip) that answer by themselves, signed in over the API as a person would.
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DeskInfo } from '#engine/protocol/api.ts'
import { type Baresip, startBaresip } from '../kit/baresip.ts'
import { Gateway } from './gateway.ts'

const run = promisify(execFile)

export interface DemoAgent {
  account: string
  password: string
  extension: string
  extensionPassword: string
}

export interface AgentSettings {
  dir: string
  /** http://host:port of the gateway */
  gateway: string
  edge: string
  agents: DemoAgent[]
}

const WORDS = '您好，工号为您服务。请问有什么可以帮您？好的，请稍等，我帮您查一下。'
const CHECK_MS = 5_000
/** a conversation lasts this long, by the agent's place in the list, unless the caller hangs up first */
const TALK_MS = [20_000, 35_000, 50_000, 28_000]

class Desk {
  readonly #gateway: Gateway
  readonly #agent: DemoAgent

  constructor(gateway: string, agent: DemoAgent) {
    this.#gateway = new Gateway(gateway)
    this.#agent = agent
  }

  /** Brings the agent to ready whatever it is now; hangs up a call that has lasted long enough. */
  async tend(talkMs: number): Promise<void> {
    let desk = await this.#gateway.call('GET', '/desk')
    if (desk.status === 401) {
      await this.#gateway.signIn(this.#agent.account, this.#agent.password)
      desk = await this.#gateway.call('GET', '/desk')
    }
    const view = (desk.value as DeskInfo | undefined)?.agent
    if (!view || view.mode === 'signed-out')
      await this.#gateway.call('POST', '/desk/sign-in', { phone: { type: 'extension', user: this.#agent.extension } })
    if (!view || view.mode === 'signed-out' || view.mode === 'break')
      await this.#gateway.call('POST', '/desk/ready', {})
    if (view?.mode === 'talking' && view.call?.connectedAt && Date.now() - view.call.connectedAt > talkMs)
      await this.#gateway.call('POST', '/desk/hang-up', {})
  }

  async leave(): Promise<void> {
    await this.#gateway.call('POST', '/desk/sign-out', {})
  }
}

/** Starts the phones and keeps the agents at work until stopped. */
export async function startAgents(
  settings: AgentSettings,
  say: (text: string) => void,
): Promise<{ stop(): Promise<void> }> {
  await mkdir(settings.dir, { recursive: true })
  const spoken = join(settings.dir, 'spoken.wav')
  const voice = join(settings.dir, 'agent.wav')
  await run('espeak-ng', ['-v', 'cmn', '-s', '150', '-p', '70', '-w', spoken, WORDS])
  // baresip reads 16-bit PCM only
  await run('sox', [spoken, '-b', '16', '-r', '8000', '-c', '1', voice, 'pad', '0', '3', 'repeat', '60'])
  const phones: Baresip[] = []
  for (const [n, agent] of settings.agents.entries()) {
    const account = { user: agent.extension, password: agent.extensionPassword }
    const ports = { sipPort: 17_060 + n * 2, controlPort: 17_160 + n, rtpPort: 17_200 + n * 20 }
    const dir = join(settings.dir, agent.extension)
    phones.push(
      await startBaresip({
        dir,
        edge: settings.edge,
        address: '127.0.0.1',
        ...ports,
        accounts: [account],
        voice,
        answer: 'auto',
      }),
    )
  }
  const desks = settings.agents.map((agent) => new Desk(settings.gateway, agent))
  let told = false
  const tend = async (): Promise<void> => {
    const done = await Promise.allSettled(desks.map((desk, n) => desk.tend(TALK_MS[n % TALK_MS.length]!)))
    const failed = done.find((each) => each.status === 'rejected')
    if (failed && !told) say(`simulated agents: ${String(failed.reason)}`)
    told = failed !== undefined
  }
  await tend()
  const timer = setInterval(() => void tend(), CHECK_MS)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.allSettled(desks.map((desk) => desk.leave()))
      await Promise.all(phones.map((phone) => phone.stop()))
    },
  }
}
