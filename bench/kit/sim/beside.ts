// A simulated day at one queue whose agents decline, miss and lose their phones; and each moment in which somebody free sat
// beside somebody who waited: how long it lasted, by the simulated clock.
import { randomOf } from '#analytics/random.ts'
import type { Machines } from '#engine/protocol/machine.ts'
import { type AgentState, standingOf } from '#engine/routing/core/agent/state.ts'
import type { QueueState } from '#engine/routing/core/queue/state.ts'
import type { PhoneScript } from '#media/memory/scripts.ts'
import { Centre } from './centre.ts'
import { NUMBERS } from './company.ts'
import type { Dice } from './network.ts'

const AGENTS = 9
const HOUR_MS = 3_600_000
/** eight agents of one queue, some 80 s a call with what is declined and missed */
const PER_HOUR = 330
const PATIENCE_MS = 180_000
const TALK_MS = 60_000
const BACK_MS = 5_000

export interface Beside {
  callers: number
  /** one for each ring, in ms: how long the agent had sat beside a waiting caller before; 0 where nobody did */
  lasted: number[]
}

interface Chance {
  next(): number
  spread(meanMs: number): number
}

/** One in five rings comes to nothing. */
function phoneOf({ next }: Chance): PhoneScript {
  const draw = next()
  if (draw < 0.06) return { type: 'rejects', status: 603, afterMs: 1_000 + next() * 4_000 }
  if (draw < 0.12) return { type: 'rings' }
  if (draw < 0.2) return { type: 'rejects', status: 480, afterMs: 30 }
  return { type: 'answers', afterMs: 1_000 + next() * 5_000 }
}

/** Who fell on break comes back. */
function comesBack(centre: Centre): void {
  for (const { id } of centre.company.agents) {
    const ref = { kind: 'agent', id } as const
    const mode = centre.stateOf<AgentState>(ref)?.mode
    if (mode === 'break') void centre.ask(ref, { type: 'ready' })
  }
  centre.clock.after(BACK_MS, () => comesBack(centre))
}

function isBeside(centre: Centre): boolean {
  const queue = centre.stateOf<QueueState>({ kind: 'queue', id: 'first' })
  if (!queue || queue.mode === 'unknown') return false
  const alone = queue.waiting.filter(({ offer, call }) => offer === undefined && !('callback' in call))
  if (alone.length === 0) return false
  return centre.company.agents.some(({ id, queueIds }) => {
    const agent = queueIds.includes('first') && centre.stateOf<AgentState>({ kind: 'agent', id })
    if (!agent || standingOf(agent)?.available !== true) return false
    // whoever let this caller ring is spared him for some seconds: that pause is the agent's
    return alone.some(({ missedBy, retryAt }) => retryAt === undefined || !missedBy.includes(id))
  })
}

async function opened(machines: Machines, rung: () => PhoneScript, dice: Dice): Promise<Centre> {
  const centre = new Centre({ dice, machines, agents: AGENTS, phone: rung })
  await centre.openMedia()
  for (const name of ['A', 'B']) await centre.start(name)
  await centre.turn(6_000)
  for (const { id } of centre.company.agents) {
    const ref = { kind: 'agent', id } as const
    const ready = centre
      .ask(ref, { type: 'sign-in', phone: { type: 'browser' }, session: 's' } as { type: string })
      .then(() => centre.ask(ref, { type: 'ready' }))
    await centre.turn(2_000)
    await ready
  }
  return centre
}

export async function dayBeside(machines: Machines, seed: number, hours: number): Promise<Beside> {
  const next = randomOf(seed)
  const chance: Chance = { next, spread: (mean) => Math.round(-Math.log(1 - next()) * mean) }
  const dice = { delayMs: () => 1 + Math.floor(next() * 3), lost: () => false, doubled: () => false }
  const seen: Beside = { callers: 0, lasted: [] }
  let rings = 0
  const rung = (): PhoneScript => {
    rings += 1
    return phoneOf(chance)
  }
  const centre = await opened(machines, rung, dice)
  const comes = (): void => {
    seen.callers += 1
    const [patienceMs, talkMs] = [chance.spread(PATIENCE_MS), 5_000 + chance.spread(TALK_MS)]
    centre.media.caller({ number: `caller-${seen.callers}`, to: NUMBERS.first, patienceMs, talkMs })
    centre.clock.after(chance.spread(HOUR_MS / PER_HOUR), comes)
  }
  comes()
  comesBack(centre)
  const until = centre.clock.steady() + hours * HOUR_MS
  let since: number | undefined
  for (let now = centre.clock.steady(); now < until; now = centre.clock.steady()) {
    await centre.turn(Math.max(1, (centre.clock.next() ?? until) - now))
    const beside = isBeside(centre)
    if (beside) since ??= centre.clock.steady()
    else if (since !== undefined) {
      seen.lasted.push(centre.clock.steady() - since)
      since = undefined
    }
  }
  if (since !== undefined) seen.lasted.push(until - since)
  while (seen.lasted.length < rings) seen.lasted.push(0)
  for (const name of [...centre.nodes.keys()]) centre.kill(name)
  return seen
}
