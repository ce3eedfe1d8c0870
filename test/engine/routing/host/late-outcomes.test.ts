// The engine is away while a phone answers and its caller hangs up: the record says what the phones saw, in whatever order
// the news come, and though the engine dies once more between them.
import t from 'tap'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallSummary } from '#engine/protocol/call.ts'
import { factsOf } from '#engine/protocol/ledger.ts'
import { settled, type TestEngine } from '../../../kit/engine.ts'
import { agents, type World, world } from '../../../kit/small-centre.ts'
import { waitFor } from '../../../kit/wait.ts'

const AGENT = agents[0]!.id
const RING_MS = 3_000
const TALK_MS = 6_000

async function turn({ clock, tellOn }: World, { engine }: TestEngine, ms: number): Promise<void> {
  for (let turned = 0; turned < ms; turned += 500) {
    clock.advance(500)
    await tellOn()
    await settled(engine)
  }
}

/** A phone rings for a caller, and the engine is gone. */
async function ringing(here: World) {
  const started = await here.start()
  await settled(started.engine)
  const tell = (command: AgentCommand) => started.engine.ask({ kind: 'agent', id: AGENT }, command)
  await tell({ type: 'sign-in', phone: { type: 'browser' }, session: 's' })
  await tell({ type: 'ready' })
  const caller = here.media.caller({ number: '13800000001', to: '95000' })
  for (let turns = 0; !here.media.truth().some((leg) => leg.state === 'ringing'); turns++) {
    if (turns > 100) throw new Error('no phone rings')
    await turn(here, started, 500)
  }
  await waitFor(() => started.engine.unkept() === 0, { what: 'the ledger has everything' })
  started.engine.kill()
  return caller
}

const summaryIn = ({ ledger }: World): CallSummary | undefined =>
  ledger
    .entries()
    .flatMap((each) => each.entry.records.flatMap(factsOf))
    .flatMap(({ body }) => (body.type === 'call-ended' ? [(body as unknown as { summary: CallSummary }).summary] : []))
    .at(-1)

/** Whose news come first, whether the engine dies once more after the first of them, whether the phone is hung up too. */
const WAYS = (['agent', 'call'] as const).flatMap((first) =>
  [false, true].flatMap((diesBetween) => [false, true].map((bothHangUp) => ({ first, diesBetween, bothHangUp }))),
)

for (const { first, diesBetween, bothHangUp } of WAYS) {
  const how = `${bothHangUp ? 'both hang up, ' : ''}the ${first} is told first${diesBetween ? ', the engine dies between' : ''}`
  t.test(`answered and ended while no engine was there: ${how}`, async (t) => {
    const here = await world()
    const caller = await ringing(here)
    here.clock.advance(RING_MS)
    const agentLeg = here.media.truth().find((leg) => leg.owner.kind === 'agent')
    t.match(agentLeg, { state: 'up' }, 'the phone has answered')
    here.clock.advance(TALK_MS)
    caller.hangUp()
    if (bothHangUp) here.media.phoneOf(agentLeg?.legId ?? '')?.hangUp()
    here.tellAtMost(diesBetween ? 1 : Number.POSITIVE_INFINITY, first)
    if (diesBetween) {
      const between = await here.start()
      await turn(here, between, 1_000)
      await waitFor(() => between.engine.unkept() === 0, { what: 'the ledger has everything' })
      between.engine.kill()
    }
    here.tellAtMost(Number.POSITIVE_INFINITY)
    const last = await here.start()
    await turn(here, last, 10_000)
    await waitFor(() => last.engine.unkept() === 0, { what: 'the ledger has everything' })
    const summary = summaryIn(here)
    t.match(summary, { outcome: 'answered', agents: [{ agentId: AGENT }] })
    const talkMs = (summary?.endedAt ?? 0) - (summary?.talkStartedAt ?? 0)
    t.ok(talkMs >= TALK_MS && talkMs < TALK_MS + 2_500, `it talked for ${talkMs} ms`)
    t.strictSame(here.media.truth(), [], 'no leg is left')
    last.engine.kill()
  })
}
