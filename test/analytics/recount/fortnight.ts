// A scripted fortnight of calls as the ledger tells them: across midnights and a clock put back, with menus, queues that
// overflow, transfers, conferences, calls placed, lines of carriers, messages, ratings, and agents who come, break and go.
import type { CallSummary } from '#engine/protocol/call.ts'
import type { FactBody } from '#engine/protocol/ledger.ts'

export interface Told {
  at: number
  kind: 'call' | 'queue' | 'agent'
  actor: string
  facts: FactBody[]
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const QUEUES = ['sales', 'service', 'night']
export const AGENTS = Array.from({ length: 12 }, (_, n) => `a${n}`)

type Draw = () => number
const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T
const upTo = (draw: Draw, most: number): number => Math.floor(draw() * most)

class Fortnight {
  readonly told: Told[] = []
  readonly #draw: Draw
  #made = 0

  constructor(draw: Draw) {
    this.#draw = draw
  }

  #tell(at: number, kind: Told['kind'], actor: string, type: string, body: object): void {
    this.told.push({ at, kind, actor, facts: [{ type, ...body }] })
  }

  call(arrivedAt: number): void {
    const draw = this.#draw
    this.#made += 1
    const callId = `c${this.#made}`
    const inbound = draw() < 0.8
    const call: CallSummary = {
      ...{ callId, direction: inbound ? 'in' : draw() < 0.8 ? 'out' : 'internal' },
      ...{ from: inbound ? `1380000${upTo(draw, 3_000)}` : `8${upTo(draw, 20)}`, to: '95000', arrivedAt },
      ...{ accessNumber: inbound ? pick(draw, ['95000', '95001', '400']) : '', region: pick(draw, ['010', '021', '']) },
      ...{ endedAt: arrivedAt, queues: [], agents: [], path: [], collected: {}, line: [], vip: false },
      ...{ outcome: 'rejected', hungUpBy: pick(draw, ['caller', 'agent', 'flow', 'system']) },
    }
    const at = inbound ? this.#inbound(call) : this.#placed(call)
    call.endedAt = at
    if (draw() < 0.7)
      call.trunks = [
        { trunkId: pick(draw, ['t1', 't2']), from: arrivedAt, to: at, ...this.#answered(call.answeredAt) },
        ...(draw() < 0.1 ? [{ trunkId: 't2', from: Math.floor((arrivedAt + at) / 2), to: at }] : []),
      ]
    this.#tell(at, 'call', callId, 'call-ended', { summary: call })
  }

  #answered = (at: number | undefined) => (at === undefined ? {} : { answeredAt: at })

  #placed(call: CallSummary): number {
    const draw = this.#draw
    const agent = pick(draw, AGENTS)
    call.placedBy = { agentId: agent, agentNumber: '1' }
    const ringMs = upTo(draw, 20_000)
    const up = call.arrivedAt + ringMs
    if (draw() < 0.4) {
      call.outcome = pick(draw, ['not-answered', 'failed'])
      call.failure = 'busy'
      return up
    }
    call.outcome = 'answered'
    call.answeredAt = up
    call.talkStartedAt = up
    return this.#talk(call, agent, up, 0)
  }

  #inbound(call: CallSummary): number {
    const draw = this.#draw
    let at = call.arrivedAt
    if (draw() < 0.03) return at + upTo(draw, 2_000)
    call.answeredAt = at
    const nodes = 1 + upTo(draw, 4)
    for (let n = 0; n < nodes; n++) {
      const step = at + 1 + upTo(draw, 9_000)
      call.line?.push({ from: at, to: step, what: 'menu', who: [] })
      const named = draw() < 0.4 ? { business: pick(draw, ['咨询', '投诉', '建议']) } : {}
      const outlet = pick(draw, ['key-1', 'key-2', 'done'])
      call.path.push({
        at: step,
        flowId: pick(draw, ['f1', 'f2']),
        nodeId: `n${n}`,
        nodeName: n === 2 ? '' : `节点${n}`,
        outlet,
        ...named,
      })
      at = step
    }
    const wants = draw()
    if (wants < 0.15) return this.#end(call, 'self-served', at)
    if (wants < 0.25) return this.#end(call, 'abandoned-in-flow', at)
    return this.#queued(call, pick(draw, QUEUES), at)
  }

  #end(call: CallSummary, outcome: CallSummary['outcome'], at: number): number {
    call.outcome = outcome
    return at
  }

  #queued(call: CallSummary, queue: string, at: number): number {
    const draw = this.#draw
    const { callId } = call
    const waitedMs = draw() < 0.2 ? upTo(draw, 600_000) : upTo(draw, 40_000)
    const leftAt = at + waitedMs
    this.#tell(at, 'queue', queue, 'call-queued', { callId, number: call.from, vip: false, joinedAt: at })
    const stay = { queueId: queue, joinedAt: at, leftAt, missed: [] }
    const agent = pick(draw, AGENTS)
    if (draw() < 0.1) {
      const reason = pick(draw, ['no-answer', 'declined'])
      this.#tell(leftAt, 'agent', pick(draw, AGENTS), 'ring-missed', {
        callId,
        queueId: queue,
        ringMs: upTo(draw, 15_000),
        reason,
      })
    }
    const fate = draw()
    // one in seven came while nobody was there to be waited for
    const halfMs = upTo(draw, 60_000)
    const promised = draw() < 0.85 ? { promised: { halfMs, mostMs: halfMs + upTo(draw, 60_000) } } : {}
    if (fate < 0.7) {
      call.queues.push({ ...stay, left: 'answered' })
      this.#tell(leftAt, 'queue', queue, 'call-answered', {
        callId,
        agentId: agent,
        waitedMs,
        inTarget: waitedMs <= 20_000,
        ...promised,
      })
      call.outcome = 'answered'
      call.talkStartedAt = leftAt
      return this.#talk(call, agent, leftAt, waitedMs, queue)
    }
    if (fate < 0.88) {
      call.queues.push({ ...stay, left: 'abandoned' })
      const reason = pick(draw, ['abandoned', 'call-ended'])
      this.#tell(leftAt, 'queue', queue, 'call-left', { callId, reason, waitedMs, ...promised })
      return this.#end(call, pick(draw, ['abandoned-in-queue', 'abandoned-ringing']), leftAt)
    }
    const reason = pick(draw, ['max-wait', 'nobody', 'full'] as const)
    call.queues.push({ ...stay, left: reason })
    const on = call.queues.length < 3 && draw() < 0.5
    const wayOut = on ? 'queue' : 'voicemail'
    this.#tell(leftAt, 'queue', queue, 'call-overflowed', { callId, reason, waitedMs, wayOut })
    if (on) return this.#queued(call, pick(draw, QUEUES), leftAt)
    const recordingId = `r-${callId}`
    const said = leftAt + upTo(draw, 60_000)
    this.#tell(said, 'call', callId, 'message-left', { queueId: queue, recordingId })
    return this.#end(call, 'voicemail', said)
  }

  /** With a transfer now and then, or a second agent for a while. */
  #talk(call: CallSummary, agent: string, at: number, ringMs: number, queue = ''): number {
    const draw = this.#draw
    const talkMs = upTo(draw, draw() < 0.1 ? HOUR : 5 * MINUTE)
    const holdMs = draw() < 0.2 ? upTo(draw, talkMs) : 0
    const end = at + talkMs
    const stay = { agentNumber: '1', legId: `l${call.agents.length}`, ringMs: Math.min(ringMs, 12_000), holdMs }
    call.agents.push({ ...stay, agentId: agent, from: at, to: end })
    const ofQueue = queue ? { queueId: queue } : {}
    this.#tell(end, 'agent', agent, 'talk-ended', { callId: call.callId, ...ofQueue, talkMs: talkMs - holdMs, holdMs })
    if (draw() < 0.5) {
      const said = { callId: call.callId, ...ofQueue, dispositionId: pick(draw, ['d1', 'd2']), note: '' }
      this.#tell(end + 1_000, 'agent', agent, 'call-disposed', said)
      if (draw() < 0.2) this.#tell(end + 9_000, 'agent', agent, 'call-disposed', { ...said, dispositionId: 'd3' })
    }
    if (call.agents.length < 3 && draw() < 0.12)
      return this.#talk(call, pick(draw, AGENTS), end, upTo(draw, 9_000), queue)
    if (call.agents.length < 3 && draw() < 0.08) {
      const from = at + upTo(draw, talkMs)
      call.agents.push({ ...stay, agentId: pick(draw, AGENTS), from, to: end, holdMs: 0 })
    }
    if (draw() < 0.3) call.collected.rating = String(1 + upTo(draw, 5))
    return end
  }

  /** Somebody is to be called back: in vain some times, and then reached or not. */
  callback(askedAt: number): void {
    const draw = this.#draw
    this.#made += 1
    const id = `cb-${this.#made}`
    const queue = pick(draw, QUEUES)
    const by = pick(draw, ['caller', 'caller', 'web', 'staff'])
    const call = { callId: id, callback: { number: '1', askedAt, by, tries: 0 } }
    this.#tell(askedAt, 'queue', queue, 'callback-asked', { callId: id, call })
    let at = askedAt
    for (let n = 1; n <= 3; n++) {
      at += MINUTE + upTo(draw, 3 * HOUR)
      const callId = n === 1 ? id : `${id}_${n}`
      const tell = (type: string, more: object, after = 0): void =>
        this.#tell(at + after, 'queue', queue, type, { callId, ...more })
      const fate = draw()
      if (fate < 0.2) {
        tell('callback-over', { reason: pick(draw, ['cancelled', 'expired', 'called-again']) })
        break
      }
      tell('callback-tried', { agentId: pick(draw, AGENTS), waitedMs: at - askedAt })
      if (fate < 0.6) {
        tell('callback-reached', { agentId: pick(draw, AGENTS), waitedMs: at + 9_000 - askedAt }, 9_000)
        break
      }
      if (n === 3) tell('callback-over', { reason: 'not-reached' }, 9_000)
      else tell('callback-failed', { reason: 'busy', nextCallId: `${id}_${n + 1}` }, 9_000)
    }
  }

  /** An agent's day: in before the shift, through all states, out late in the evening or after midnight. */
  day(agent: string, from: number): void {
    const draw = this.#draw
    let at = from
    let since = from - 8 * HOUR
    let mode = 'signed-out'
    const move = (to: string, more: object = {}): void => {
      const fact = { from: mode, to, spentMs: at - since, ...more }
      this.#tell(at, 'agent', agent, 'mode-changed', fact)
      since = at
      mode = to
    }
    move('break', { breakReason: 'not-ready' })
    const end = from + 10 * HOUR + upTo(draw, 6 * HOUR)
    while (at < end) {
      at += 1 + upTo(draw, 25 * MINUTE)
      const next = pick(
        draw,
        ['ready', 'ringing', 'talking', 'wrap-up', 'break', 'dialling'].filter((one) => one !== mode),
      )
      const queueId = mode === 'wrap-up' ? { queueId: pick(draw, QUEUES) } : {}
      move(next, { ...queueId, ...(next === 'break' ? { breakReason: pick(draw, ['lunch', 'meeting']) } : {}) })
    }
    at += 1
    move('signed-out')
  }
}

/** In the order of time, as the ledger has it. */
export function fortnight(draw: Draw, from: number, days: number, calls: number): Told[] {
  const script = new Fortnight(draw)
  for (let n = 0; n < calls; n++) script.call(from + upTo(draw, days * 24 * HOUR))
  for (const agent of AGENTS)
    for (let day = 0; day < days; day++) script.day(agent, from + day * 24 * HOUR + 7 * HOUR + upTo(draw, 30 * MINUTE))
  for (let n = 0; n < calls / 40; n++) script.callback(from + upTo(draw, days * 24 * HOUR))
  return script.told.sort((a, b) => a.at - b.at)
}
