// Simulated agents: real SIP phones (baresip) that answer by themselves, signed in over the API as a person would.
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { DeskInfo } from '#engine/protocol/api.ts'
import { type Baresip, startBaresip } from '../kit/baresip.ts'
import { Gateway } from './gateway.ts'
import { type Pace, paceOf } from './pace.ts'
import { agentPorts } from './ports.ts'

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
  /** first of the demo's ports */
  firstPort: number
  /** calls per minute to begin with */
  perMinute: number
}

export interface Agents {
  /** they work as fast as this many calls per minute need */
  pace(perMinute: number): void
  stop(): Promise<void>
}

const WORDS = '您好，工号为您服务。请问有什么可以帮您？好的，请稍等，我帮您查一下。'
const CHECK_MS = 1_000
/** no two conversations are alike: around the pace, by the agent's place in the list */
const LIVELINESS = [0.7, 1.1, 1.3, 0.9, 1.2, 0.8]

class Desk {
  readonly #gateway: Gateway
  readonly #agent: DemoAgent

  constructor(gateway: string, agent: DemoAgent) {
    this.#gateway = new Gateway(gateway)
    this.#agent = agent
  }

  /** Brings the agent to ready whatever it is now; ends a talk and a wrap-up that have lasted long enough. */
  async tend({ talkMs, wrapUpMs }: Pace): Promise<void> {
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
    if (view?.mode === 'wrap-up' && Date.now() - view.since > wrapUpMs)
      await this.#gateway.call('POST', '/desk/end-wrap-up', {})
  }

  async leave(): Promise<void> {
    await this.#gateway.call('POST', '/desk/sign-out', {})
  }
}

/** Starts the phones and keeps the agents at work until stopped. */
export async function startAgents(settings: AgentSettings, say: (text: string) => void): Promise<Agents> {
  const voice = await agentVoice(settings.dir)
  const phones: Baresip[] = []
  for (const n of settings.agents.keys()) phones.push(await startPhone(settings, voice, n))
  const desks = settings.agents.map((agent) => new Desk(settings.gateway, agent))
  let pace = paceOf(settings.perMinute, desks.length)
  let told = false
  const tend = async (): Promise<void> => {
    const done = await Promise.allSettled([
      ...desks.map((desk, n) => desk.tend(livelier(pace, n))),
      ...phones.map(async (phone, n) => {
        if (phone.ended()) phones[n] = await startPhone(settings, voice, n)
      }),
    ])
    const failed = done.find((each) => each.status === 'rejected')
    if (failed && !told) say(`simulated agents: ${String(failed.reason)}`)
    told = failed !== undefined
  }
  await tend()
  const round = rounds(tend)
  return {
    pace(perMinute) {
      pace = paceOf(perMinute, desks.length)
    },
    async stop() {
      await round.stop()
      await Promise.allSettled(desks.map((desk) => desk.leave()))
      await Promise.all(phones.map((phone) => phone.stop()))
    },
  }
}

const livelier = ({ talkMs, wrapUpMs }: Pace, n: number): Pace => ({
  talkMs: talkMs * LIVELINESS[n % LIVELINESS.length]!,
  wrapUpMs,
})

/** One round after the other, never two at once. */
function rounds(tend: () => Promise<void>): { stop(): Promise<void> } {
  let under: Promise<void> | undefined
  const timer = setInterval(() => {
    under ??= tend().finally(() => {
      under = undefined
    })
  }, CHECK_MS)
  return {
    async stop() {
      clearInterval(timer)
      await under
    },
  }
}

async function agentVoice(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true })
  const spoken = join(dir, 'spoken.wav')
  const voice = join(dir, 'agent.wav')
  await run('espeak-ng', ['-v', 'cmn', '-s', '150', '-p', '70', '-w', spoken, WORDS])
  // baresip reads 16-bit PCM only
  await run('sox', [spoken, '-b', '16', '-r', '8000', '-c', '1', voice, 'pad', '0', '3', 'repeat', '60'])
  return voice
}

function startPhone(settings: AgentSettings, voice: string, n: number): Promise<Baresip> {
  const { extension: user, extensionPassword: password } = settings.agents[n]!
  return startBaresip({
    dir: join(settings.dir, user),
    edge: settings.edge,
    address: '127.0.0.1',
    ...agentPorts(settings.firstPort, n),
    accounts: [{ user, password }],
    voice,
    answer: 'auto',
  })
}
