// What must be true of a centre after everything that was done to it: the same in wallboard, call log, ClickHouse and at
// the phones, nothing lost, nothing twice, nobody stuck.
import { mediaOverBus } from '#engine/bus/media.ts'
import { systemClock } from '#engine/clock/system.ts'
import type { CallDetail } from '#engine/protocol/api.ts'
import { type Fact, factsOf as factsIn } from '#engine/protocol/ledger.ts'
import { Places } from '#engine/protocol/standing.ts'
import { allCalls, details, doubled, factCounts, factsOf } from '#test/kit/bookkeeping.ts'
import type { ChaosCaller } from './caller.ts'
import { ofCounters, settled } from './counters.ts'
import type { World } from './world.ts'

/** a recording may begin and end so much beside its talk */
const SHORT_MS = 3_000

export interface Kept {
  /** a sentence for each broken promise */
  broken: string[]
  rowsLost: number
  recordingsLost: number
  doubledRings: number
  inversions: number
}

export async function promisesKept(world: World): Promise<Kept> {
  const talked = world.callers.filter(({ talkAt }) => talkAt !== undefined)
  const known = world.callers.filter(({ upAt }) => upAt !== undefined)
  const calls = await settledCalls(world, known)
  const facts = await ledgerFacts(world)
  const turnedAway = world.callers.filter(({ upAt }) => upAt === undefined)
  const rows = [...ofRows(known, calls), ...ofTwice(turnedAway, calls)]
  const recordings = ofRecordings(talked, calls)
  const collected = await ofClickHouse(world)
  const rings = [...doubled(await factsOf(world.centre.dataDir, world.clickhouse, RINGS)), ...ofPhones(world)]
  const inverted = inversionsIn(facts)
  const broken = [
    ...world.callers.filter(({ mute }) => mute).map(({ plan }) => `${plan.from} heard nothing any more`),
    ...[...rows, ...recordings, ...collected, ...rings, ...inverted],
    ...(await ofCounters(world, calls, facts)),
    ...(await ofAgents(world)),
    ...(await ofLegs(world)),
  ]
  return {
    broken,
    rowsLost: rows.length + collected.length,
    recordingsLost: recordings.length,
    doubledRings: rings.length,
    inversions: inverted.length,
  }
}

const isShort = (call: Pick<CallDetail, 'endedAt' | 'talkStartedAt'>): boolean =>
  call.endedAt - (call.talkStartedAt ?? call.endedAt) < SHORT_MS

async function settledCalls({ supervisor }: World, known: readonly ChaosCaller[]): Promise<CallDetail[]> {
  const rows = await settled(
    () => allCalls(supervisor),
    (found) =>
      found.length >= known.length &&
      found.every(
        (row) => row.talkStartedAt === undefined || row.recording !== undefined || isShort(row as CallDetail),
      ),
  )
  return details(supervisor, rows)
}

async function ledgerFacts({ centre }: World): Promise<Fact[]> {
  const places = new Places()
  const facts: Fact[] = []
  for (const records of (await centre.recorded()).values()) {
    for (const record of records) {
      const standing = places.take({ kind: record.kind, id: record.actor }, record)
      if (standing !== 'passed-over') facts.push(...factsIn(record))
    }
  }
  return facts
}

/** By the caller's number: each called once. */
function ofRows(known: readonly ChaosCaller[], calls: readonly CallDetail[]): string[] {
  const wrong: string[] = []
  for (const { plan, end, talkAt, why } of known) {
    const own = calls.filter(({ from }) => from === plan.from)
    if (own.length !== 1) wrong.push(`${plan.from} (${end}) has ${own.length} rows in the call log`)
    const [row] = own
    if (row && talkAt !== undefined && row.outcome !== 'answered')
      wrong.push(`${plan.from} talked and is logged as ${row.outcome} (${why})`)
    if (row && talkAt === undefined && !row.outcome.startsWith('abandoned'))
      wrong.push(`${plan.from} did not talk and is logged as ${row.outcome} (${end}, ${why})`)
  }
  return wrong
}

/** Who was never answered may have a row, and has no second one. */
const ofTwice = (turnedAway: readonly ChaosCaller[], calls: readonly CallDetail[]): string[] =>
  turnedAway.flatMap(({ plan, end }) => {
    const own = calls.filter(({ from }) => from === plan.from).length
    return own > 1 ? [`${plan.from} (${end}) has ${own} rows in the call log`] : []
  })

function ofRecordings(talked: readonly ChaosCaller[], calls: readonly CallDetail[]): string[] {
  return talked.flatMap(({ plan }) => {
    const call = calls.find(({ from }) => from === plan.from)
    if (!call || isShort(call)) return []
    const spokeMs = call.endedAt - (call.talkStartedAt ?? call.endedAt)
    const recordedMs = call.recording?.durationMs ?? 0
    return recordedMs >= spokeMs * 0.8 ? [] : [`${plan.from}: ${recordedMs} of ${spokeMs} ms are recorded`]
  })
}

const RINGS = ['ring-started', 'ring-missed', 'ring-withdrawn', 'talk-ended', 'offer-made', 'offer-ended']

/** ClickHouse has every fact of the ledger, and each once. */
async function ofClickHouse(world: World): Promise<string[]> {
  const { centre, clickhouse } = world
  const { facts, ids, rows } = await settled(
    async () => ({ ...(await factCounts(centre.dataDir, clickhouse)), facts: (await ledgerFacts(world)).length }),
    (counts) => counts.ids === counts.facts,
  )
  const wrong: string[] = []
  if (ids !== facts) wrong.push(`the ledger has ${facts} facts, ClickHouse ${ids}`)
  if (rows !== ids) wrong.push(`${rows - ids} facts are twice in ClickHouse`)
  return wrong
}

const ofPhones = ({ phones, agents }: World): string[] =>
  agents.flatMap((agent) => {
    const { most, ringing, talking } = phones.of(`8${agent}`)
    const wrong = most > 1 ? [`the phone of ${agent} had ${most} calls at once`] : []
    return ringing + talking > 0 ? [...wrong, `the phone of ${agent} is still in a call`] : wrong
  })

/** Who came first is offered first. */
function inversionsIn(facts: readonly Fact[]): string[] {
  const wrong: string[] = []
  const queued = new Map<string, number>()
  const waiting = new Set<string>()
  for (const { body } of facts.filter((fact) => fact.kind === 'queue')) {
    const { type, callId = '', joinedAt = 0 } = body as { type: string; callId?: string; joinedAt?: number }
    if (type === 'call-queued') {
      queued.set(callId, joinedAt)
      waiting.add(callId)
    } else if (type === 'offer-made') {
      waiting.delete(callId)
      const before = [...waiting].filter((other) => (queued.get(other) ?? 0) < (queued.get(callId) ?? 0))
      if (before.length > 0) wrong.push(`${callId} was offered before ${before.length} who came before`)
    } else if (type === 'call-left' || type === 'call-answered') waiting.delete(callId)
  }
  return wrong
}

async function ofAgents({ supervisor, agents }: World): Promise<string[]> {
  const stuck = await settled(
    async () => agents.filter((number) => supervisor.agent(number)?.mode !== 'ready'),
    (found) => found.length === 0,
  )
  supervisor.close()
  return stuck.map((number) => `agent ${number} is ${supervisor.agent(number)?.mode ?? 'unknown'}`)
}

/** The media node has no leg that nobody wants. */
async function ofLegs({ centre }: World): Promise<string[]> {
  const { bus } = await centre.connect()
  const media = await mediaOverBus(bus, systemClock)
  try {
    const legs = await settled(
      async () => Promise.all(media.nodes().map(({ node }) => media.legs(node))),
      (found) => found.length > 0 && found.flat().length === 0,
    )
    return legs
      .flat()
      .map(({ callId, legId, owner, state }) => `a leg is left: ${callId} ${legId} ${owner.kind} ${state}`)
  } finally {
    await media.stop()
    await bus.close()
  }
}
