// Phones of the house: forwards, do not disturb, groups in turn and all at once, messages, a ring taken by another phone.
import t from 'tap'
import type { InsideTarget } from '#engine/protocol/lookups.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import {
  arrived,
  facts,
  fresh,
  legNews,
  machine,
  messages,
  news,
  orders,
  type Stand,
  summary,
  told,
  waitId,
} from './company.ts'

type Failed = Extract<MediaNews, { type: 'leg-failed' }>
const dials = (): Stand => fresh().does(arrived({ type: 'user', user: '8009' }), 1000)
const found = (more: Partial<InsideTarget> = {}) =>
  ({ type: 'dialled', found: true, target: { type: 'extension', user: '8001', ...more } }) as const
const rings = (more: Partial<InsideTarget> = {}): Stand => {
  const asked = dials()
  return asked.does(told(asked, found(more)), 1010)
}
const fails = (stand: Stand, cause: Failed['cause'], sipStatus = 480) =>
  news({ type: 'leg-failed', callId: 'c1', legId: waitId(stand), cause, sipStatus })
const dial = (stand: { decision: Parameters<typeof orders>[0] }) =>
  orders(stand.decision).find(({ type }) => type === 'dial')

t.test('a call of another site rings who is dialled, like one of the house', async (t) => {
  const origin = { type: 'trunk', trunkId: 'south', site: true } as const
  const asked = fresh().when(arrived(origin), 1000)
  t.match(asked.decision, { effects: [{ lookup: { type: 'dialled', number: '4001', user: '', inside: true } }] })
  const stand = fresh().does(arrived(origin), 1000)
  const rung = stand.when(told(stand, found()), 1010)
  t.match(dial(rung), { target: { type: 'user', user: '8001' }, from: { number: '13900000001' } })
})

t.test('busy and no answer go on to their forwards, for the extension that forwards', async (t) => {
  const target = { busy: '8002', noAnswer: '913912345678', ringMs: 20_000 }
  const first = rings(target)
  t.match(first.state, { mode: 'ringing', until: 1010 + 23_000 })
  const busy = first.when(fails(first, 'busy', 486), 2000)
  t.same(facts(busy.decision), ['forwarded', 'target-asked'])
  t.match(busy.decision, {
    effects: [{ lookup: { type: 'dialled', number: '8002', user: '', by: '8001', callId: 'c1' } }],
  })
  t.match(first.when(fails(first, 'no-answer', 408), 2000).decision, {
    effects: [{ lookup: { number: '913912345678' } }],
  })
  t.match(first.when(fails(first, 'not-registered'), 2000).decision, {
    effects: [{ lookup: { number: '913912345678' } }],
  })
  const late = first.when({ type: 'wake' }, 30_000)
  t.match(late.decision, { effects: [{ order: { type: 'hang-up' } }, { lookup: { number: '913912345678' } }] })
  const quiet = dials()
  t.match(quiet.when(told(quiet, found({ ...target, quiet: true })), 1010).decision, {
    effects: [{ lookup: { number: '8002' } }],
  })
})

t.test('a ring of forwards ends', async (t) => {
  let stand = rings({ noAnswer: '8001' })
  for (let n = 0; n < 30 && stand.state.mode === 'ringing'; n++) {
    const asked = stand.does(fails(stand, 'no-answer'), 2000 + n)
    stand = asked.state.mode === 'finding' ? asked.does(told(asked, found({ noAnswer: '8001' })), 2000 + n) : asked
  }
  t.match(stand.state, { mode: 'ended' })
})

t.test('a message is taken for the agent who hears the extension’s', async (t) => {
  const first = rings({ mailboxAgentId: 'a7' })
  const mail = first.does(fails(first, 'no-answer', 408), 2000)
  t.match(mail.state, { mode: 'voicemail', mail: { agentId: 'a7' } })
})

t.test('in turn one phone after the other, all at once by one leg', async (t) => {
  const group = { user: '8100', phones: ['8001', '8002', '8003'], ringMs: 15_000, noAnswer: '8009' }
  const turn = rings({ ...group, inTurn: true })
  const second = turn.when(fails(turn, 'busy', 486), 2000)
  t.match(dial(second), { target: { type: 'user', user: '8002' }, ringMs: 15_000 })
  const third = turn.does(fails(turn, 'busy', 486), 2000)
  const last = third.does(fails(third, 'no-answer'), 3000)
  t.match(last.state, { goal: { number: '8100', dial: { target: { user: '8003' } } } })
  t.match(last.when(fails(last, 'no-answer'), 4000).decision, { effects: [{ lookup: { number: '8009' } }] })
  const asked = dials()
  const all = asked.when(told(asked, found(group)), 1010)
  t.match(dial(all), { target: { type: 'user', user: '8001', also: ['8002', '8003'] } })
  const view = machine.view?.(all.state)
  t.match(view, { phones: [{ number: '13900000001' }, { number: '8001', rings: true }, { number: '8002' }, {}] })
})

t.test('another phone takes the ring, and answers by itself; the one that asked is done', async (t) => {
  const first = rings()
  const taken = first.when({ type: 'pick-up', user: '8002' }, 2000)
  t.match(orders(taken.decision), [
    { type: 'hang-up', cause: 'cancelled' },
    { type: 'dial', target: { type: 'user', user: '8002' }, autoAnswer: true },
  ])
  const talk = first.does({ type: 'pick-up', user: '8002' }, 2000)
  t.match(talk.does(legNews('leg-answered', waitId(talk)), 2500).state, { mode: 'talking' })
  const picker = dials()
  const done = picker.when(
    told(picker, { type: 'dialled', found: true, target: { type: 'pick-up', callId: 'c9', user: '8002' } }),
    1010,
  )
  t.match(messages(done.decision), [{ to: 'c9', command: { type: 'pick-up', user: '8002' } }])
  t.match(summary(done.decision), { direction: 'internal', outcome: 'self-served' })
})
