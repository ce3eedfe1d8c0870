// A whole centre with its agents' phones and a stack for callers, for whoever breaks its parts: real SIP and real sound.
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { At } from '#test/kit/bookkeeping.ts'
import { type Api, type Centre, quietPorts, type Place as StandsIn, startCentre } from '#test/kit/centre.ts'
import { buildCompany, type Company } from '#test/kit/company.ts'
import { Phones } from '#test/kit/phones.ts'
import { SipPeer } from '#test/kit/sip-peer.ts'
import { AGENT_HZ, type CallerPlan, ChaosCaller } from './caller.ts'

const NUMBER = '95603'
const LOOK_MS = 100
const FIRST_AGENT = 5001
const FIRST_CALLER = 13_900_000_000
const PATIENT = { maxWaitMs: 3_600_000, nobodyWaitMs: 3_600_000, maxWaiting: 1_000 }

/** `from`: of somebody who calls again */
type DialPlan = Pick<CallerPlan, 'talkMs' | 'patienceMs'> & { from?: string }

export interface World {
  centre: Centre
  company: Company
  phones: Phones
  supervisor: Api
  clickhouse: At
  /** their numbers */
  agents: string[]
  callers: ChaosCaller[]
  dial(plan: DialPlan): Promise<ChaosCaller>
  /** the logs of all parts, where they stay when the centre is gone */
  keepLogs(): Promise<string>
  close(): Promise<void>
}

/** A centre and where its phones and callers stand. */
export interface Place {
  centre: Centre
  clickhouse: At
  phonesHost: string
  callersHost: string
  /** of phones and callers alike, when their sound is not on loopback */
  sound?: { phones: string; callers: string }
}

export async function ownCentre(undo: (() => unknown)[], standsIn: StandsIn = {}): Promise<Place> {
  const [clickhouse = 0] = await quietPorts(1)
  const centre = await startCentre({ CLICKHOUSE_PORT: String(clickhouse) }, [], standsIn)
  undo.push(() => centre.stop())
  return { centre, clickhouse, phonesHost: '127.0.0.66', callersHost: '127.0.0.60' }
}

/** `open` puts what it opened into `undo`; one centre on this machine unless told otherwise. */
export async function openWorld(
  agentCount: number,
  open: (undo: (() => unknown)[]) => Promise<Place> = ownCentre,
): Promise<World> {
  const undo: (() => unknown)[] = []
  const close = async () => {
    for (const each of undo.splice(0).reverse()) await each()
  }
  closeOnSignal(close, undo)
  try {
    return { ...(await opened(agentCount, await open(undo), undo)), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Ended by Ctrl-C or `kill`, it takes its centre with it; a second signal does not wait for that. */
function closeOnSignal(close: () => Promise<void>, undo: (() => unknown)[]): void {
  const ended = () => void close().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, ended)
    undo.push(() => process.off(signal, ended))
  }
}

async function opened(
  agentCount: number,
  { centre, clickhouse, phonesHost, callersHost, sound }: Place,
  undo: (() => unknown)[],
): Promise<Omit<World, 'close'>> {
  const agents = Array.from({ length: agentCount }, (_, n) => String(FIRST_AGENT + n))
  const company = await buildCompany(centre, {
    ...{ number: NUMBER, agents },
    queues: [{ name: '风暴', agents, settings: PATIENT }],
  })
  const phones = await Phones.open({
    ...{ edge: centre.edge, host: phonesHost, accounts: company.phones, hz: AGENT_HZ, ringMs: 300 },
    ...(sound ? { soundHost: sound.phones } : {}),
  })
  undo.push(() => phones.stop())
  for (const number of agents) await company.ready(number)
  const supervisor = await centre.api('2001', 'tinglan-2001')
  const peer = await SipPeer.open(`sip:${centre.edge};transport=udp`, callersHost)
  undo.push(() => peer.stop())
  const callers: ChaosCaller[] = []
  const looking = setInterval(() => {
    const now = performance.now()
    for (const caller of callers) caller.look(now)
  }, LOOK_MS)
  undo.push(() => {
    clearInterval(looking)
    for (const caller of callers) caller.leave()
  })
  const dial = async (plan: DialPlan) => {
    const { from = String(FIRST_CALLER + callers.length) } = plan
    const caller = await ChaosCaller.dial(peer.stack, { ...plan, from, number: NUMBER }, sound?.callers)
    callers.push(caller)
    return caller
  }
  const keepLogs = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tinglan-chaos-logs-'))
    await cp(join(centre.dataDir, 'logs'), folder, { recursive: true })
    return folder
  }
  return { centre, company, phones, supervisor, clickhouse, agents, callers, dial, keepLogs }
}

export const up = ({ callers }: Pick<World, 'callers'>): number =>
  callers.filter(({ upAt, end }) => upAt !== undefined && end === undefined).length

export const talking = ({ callers }: Pick<World, 'callers'>): number =>
  callers.filter((caller) => caller.talking).length
