// An audio part that stands still: work waits for it, callers and phones too, but not for ever.
import t from 'tap'
import { MemoryAudio } from '#media/memory/audio.ts'
import { MemoryInvite } from '#media/memory/wire.ts'
import { answerArrival } from '#media/node/arrivals.ts'
import type { NodeCore } from '#media/node/core.ts'
import { type Leg, Legs, newLeg } from '#media/node/legs.ts'
import { patience, patiently } from '#media/node/patience.ts'
import { HandClock } from '#test/media/sip/hand-clock.ts'

const UNANSWERED_MS = 30_000
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

class Fault extends Error {
  readonly again: boolean
  constructor(again: boolean) {
    super('no answer')
    this.again = again
  }
}

/** Lets time pass in small steps, and what waits for it run. */
async function pass(clock: HandClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    clock.pass(250)
    for (let n = 0; n < 5; n++) await new Promise(setImmediate)
  }
}

t.test('work is done when the part is back, fails when it stays away, and at once when it was refused', async (t) => {
  const clock = new HandClock()
  const told: string[] = []
  let away = true
  const start = (name: string, fault: () => Fault | undefined) =>
    patiently(clock, async () => {
      const now = fault()
      if (now) throw now
      told.push(`${name} done`)
    }).catch(() => told.push(`${name} failed`))
  void start('one', () => (away ? new Fault(true) : undefined))
  void start('refused', () => new Fault(false))
  await pass(clock, 60_000)
  t.strictSame(told, ['refused failed'])
  away = false
  await pass(clock, 500)
  t.strictSame(told, ['refused failed', 'one done'])
  void start('two', () => new Fault(true))
  await pass(clock, 120_000)
  t.strictSame(told.at(-1), 'two failed')
  t.equal(clock.pending, 0)
})

t.test('a piece of work with a bound of its own gives up then', (t) => {
  const clock = new HandClock()
  const tryAgain = patience(clock, 10_000)
  t.notOk(tryAgain(new Fault(false)))
  t.notOk(tryAgain(new Error('a bug')))
  clock.pass(9_000)
  t.ok(tryAgain(new Fault(true)))
  clock.pass(2_000)
  t.notOk(tryAgain(new Fault(true)))
  t.end()
})

function caller() {
  const clock = new HandClock()
  const heard: string[] = []
  const told: string[] = []
  const invite = new MemoryInvite('139', '95588', new Map(), {
    rejected: (status) => heard.push(`${status}`),
    accepted: () => heard.push('200'),
    ended: () => heard.push('bye'),
  })
  const audio = new MemoryAudio('a', () => clock.now())
  const core = {
    ...{ settings: { node: 'm1', unansweredMs: UNANSWERED_MS }, clock, log: quiet, legs: new Legs(), keep: () => {} },
    later: (_leg: Leg, order: string, run: () => Promise<void>) =>
      void patiently(clock, run).catch((fault) => told.push(`${order} failed: ${fault}`)),
    tell: (_leg: Leg, news: { type: string }) => told.push(news.type),
  } as unknown as NodeCore
  const leg = newLeg({
    ...{ legId: 'l', callId: 'c', direction: 'in', from: { number: '139', name: '' }, to: '95588', tags: {} },
    ...{ origin: undefined, owner: { kind: 'call', id: 'c' }, startedAt: 0, audio },
    stage: { mode: 'arriving', invite },
  })
  core.legs.add(leg)
  return { clock, core, leg, invite, audio, heard, told }
}

t.test('a caller who comes while the sound stands still hears ringing, and is answered when it is back', async (t) => {
  const { clock, core, leg, invite, audio, heard, told } = caller()
  const answers = audio.answerPhone.bind(audio)
  audio.answerPhone = async () => {
    throw new Fault(true)
  }
  answerArrival(core, leg)
  await pass(clock, 20_000)
  t.ok(invite.rang)
  t.strictSame([heard, told], [[], []])
  audio.answerPhone = answers
  await pass(clock, 500)
  t.strictSame(heard, ['200'])
  t.match(leg.stage, { mode: 'up' })
})

t.test(
  'past a bound he is turned away with 503, and with 488 at once when his sound cannot be understood',
  async (t) => {
    for (const [again, status] of [
      [true, '503'],
      [false, '488'],
    ] as const) {
      const { clock, core, leg, audio, heard, told } = caller()
      audio.answerPhone = async () => {
        throw new Fault(again)
      }
      answerArrival(core, leg)
      await pass(clock, again ? UNANSWERED_MS - 1_000 : 0)
      t.strictSame(heard, again ? [] : [status])
      await pass(clock, 2_000)
      t.strictSame([heard, told], [[status], ['leg-ended']])
    }
  },
)
