// An agent with nothing but a phone dials codes: sign-in by number and PIN, the rest by whoever is signed in there.
import t from 'tap'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import {
  arrived,
  atCode,
  codeFound,
  dialling,
  ended,
  facts,
  fresh,
  keyed,
  messages,
  orders,
  played,
  type Stand,
  summary,
  told,
  waitId,
} from './company.ts'

const spoken = (decision: Parameters<typeof orders>[0]): string =>
  orders(decision)
    .flatMap((order) => (order.type === 'play' ? order.sounds.map((sound) => ('text' in sound ? sound.text : '')) : []))
    .join('')

const dialledCode = (over: Parameters<typeof codeFound>[0]) => {
  const asked = fresh().does(arrived({ type: 'user', user: '8001' }), 1000)
  return asked.when(told(asked, codeFound(over)), 1010).decision
}
const withPin = (): Stand => {
  const numbered = atCode()
  const asks = numbered.does(keyed(waitId(numbered), '1001'), 4000)
  return asks.does(keyed(waitId(asks), 'secret~x~'), 8000)
}
const answered = (stand: Stand, answer: LookupAnswer, at = 8100) => stand.when(told(stand, answer), at)

t.test(
  'sign-in: agent number, then the PIN by secret keys, then the agent is told and the phone says so',
  async (t) => {
    const numbered = atCode()
    t.match(numbered.state, { mode: 'code', step: 'number', journey: { lang: 'zh', direction: 'internal' } })
    const pin = numbered.when(keyed(waitId(numbered), '1001'), 4000)
    t.match(orders(pin.decision), [
      { type: 'play' },
      { type: 'collect', secret: true, terminators: '#', bargeIn: true },
    ])
    const asks = withPin()
    t.match(asks.state, { mode: 'code', step: 'checking' })
    t.notMatch(JSON.stringify(asks.state), 'secret~x~', 'not even the token stays in the state')
    const known = answered(asks, { type: 'pin', agentId: 'a1' })
    t.match(messages(known.decision), [
      { to: 'a1', command: { type: 'by-phone', act: 'sign-in', user: '8001', callId: 'c1', legId: 'L1' } },
    ])
    const telling = asks.does(told(asks, { type: 'pin', agentId: 'a1' }), 8100)
    const said = telling.when({ type: 'phone-told', agentId: 'a1', mode: 'break', breakReason: 'not-ready' }, 8200)
    t.equal(spoken(said.decision), '签入成功，您尚未就绪。')
    const bye = telling.does({ type: 'phone-told', agentId: 'a1', mode: 'break', breakReason: 'not-ready' }, 8200)
    t.match(summary(bye.when(played(waitId(bye)), 9000).decision), { outcome: 'self-served', direction: 'internal' })
  },
)

t.test('a wrong PIN is asked three times, a locked one is told so', async (t) => {
  let stand = withPin()
  for (const last of [false, false, true]) {
    const wrong = answered(stand, { type: 'pin', refused: 'wrong' })
    t.match(spoken(wrong.decision), '不正确')
    t.equal(wrong.state.mode, last ? 'farewell' : 'code')
    if (last) break
    stand = stand.does(told(stand, { type: 'pin', refused: 'wrong' }), 8100)
    stand = stand.does(keyed(waitId(stand), '1001'), 8200)
    stand = stand.does(keyed(waitId(stand), 'secret~y~'), 8300)
  }
  t.match(spoken(answered(withPin(), { type: 'pin', refused: 'locked' }).decision), '十五分钟')
})

t.test('after a restart the keys are keyed anew', async (t) => {
  const lost = answered(withPin(), { type: 'secret-lost', token: 'secret~x~' })
  t.match(lost.state, { mode: 'code', step: 'number' })
})

t.test('who signs in where a colleague is signed in takes the phone over', async (t) => {
  const numbered = atCode({ agentId: 'a7' })
  const pin = numbered.does(keyed(waitId(numbered), '1001'), 4000)
  const asks = pin.does(keyed(waitId(pin), 'secret~x~'), 8000)
  t.match(messages(answered(asks, { type: 'pin', agentId: 'a1' }).decision), [
    { to: 'a7', command: { type: 'sign-out', by: 'agent' } },
    { to: 'a1', command: { act: 'sign-in' } },
  ])
})

t.test('a break asks for its reason by key, in the language of the phone', async (t) => {
  const asks = atCode({ act: 'break', agentId: 'a1', lang: 'en' })
  t.match(asks.state, { step: 'reason', journey: { lang: 'en' } })
  t.match(messages(asks.when(keyed(waitId(asks), '2'), 3000).decision), [
    { to: 'a1', command: { type: 'by-phone', act: 'break', reason: 'meeting', working: true } },
  ])
  t.match(spoken(asks.when(keyed(waitId(asks), '7'), 3000).decision), 'For Meal press 1', 'no such key: asked again')
  const telling = asks.does(keyed(waitId(asks), '1'), 3000)
  const said = telling.when({ type: 'phone-told', agentId: 'a1', mode: 'break', breakReason: 'meal' }, 3100)
  t.equal(spoken(said.decision), 'You are now on: Meal. ')
})

t.test(
  'what cannot be is said: nobody signed in there, a code of the talk, a refusal, an agent that never answers',
  async (t) => {
    for (const [over, words] of [
      [{ act: 'ready' as const }, '没有坐席签入'],
      [{ act: 'merge' as const, agentId: 'a1' }, '请在通话中使用'],
    ] as const)
      t.match(spoken(dialledCode(over)), words)
    const telling = atCode({ act: 'ready', agentId: 'a1' })
    t.match(
      spoken(
        telling.when({ type: 'phone-told', agentId: 'a1', mode: 'wrap-up', refusal: 'disposition-first' }, 1100)
          .decision,
      ),
      '上一通来电的事由',
    )
    t.same(
      facts(telling.when({ type: 'phone-told', agentId: 'a9', mode: 'ready' }, 1100).decision),
      [],
      'another agent',
    )
    t.match(spoken(telling.when({ type: 'wake' }, 20_000).decision), '操作未成功')
  },
)

const toMailbox: LookupAnswer = {
  type: 'dialled',
  found: true,
  target: { type: 'mailbox', agentId: 'a5' },
  agentId: 'a1',
}

t.test('a message for a colleague alone: in its box, and in no record of the call', async (t) => {
  const asked = fresh().does(arrived({ type: 'user', user: '8001' }), 1000)
  const words = asked.does(told(asked, toMailbox), 1010)
  t.match(words.state, { mode: 'voicemail', mail: { agentId: 'a5', by: 'a1' }, journey: { direction: 'internal' } })
  const records = words.does(played(waitId(words)), 3000)
  const done = records.when(keyed(waitId(records), ''), 9000)
  t.match(done.decision, { facts: [{ type: 'message-left', agentId: 'a5', by: 'a1' }, {}] })
  const bye = records.does(keyed(waitId(records), ''), 9000)
  const over = bye.when(played(waitId(bye)), 10_000)
  t.match(summary(over.decision), { outcome: 'voicemail', direction: 'internal' })
  t.notOk(summary(over.decision)?.recordingId, 'whoever may hear the call’s record hears nothing of it')
})

t.test(
  'dialled from a page: the leg’s news are the call’s until it is over, and the agent is let go with it',
  async (t) => {
    const asked = dialling()
    const made = asked.when(told(asked, toMailbox), 1010)
    t.match(orders(made.decision)[0], { type: 'own', legId: 'A1', owner: { kind: 'call', id: 'c1' } })
    const words = asked.does(told(asked, toMailbox), 1010)
    const gone = words.when(ended('A1'), 5000)
    t.match(messages(gone.decision), [{ to: 'a1', command: { type: 'call-over' } }])
  },
)
