// The identity check: out of the talk, secret keys, back to the same agent with the result, once.
import t from 'tap'
import { secretToken } from '#engine/protocol/secrets.ts'
import { asked, CHECK, keying, VERIFY } from './checks.ts'
import { keyed, messages, orders, talking, told, waitId } from './company.ts'
import { all, hears } from './talks.ts'

const TOKEN = secretToken('k1')
const checkTold = (decision: Parameters<typeof messages>[0]) =>
  messages(decision).flatMap(({ to, command }) => (command.type === 'check-told' ? [{ to, ...command }] : []))

t.test('the agent hears nobody, the recording pauses, the keys are asked for as secret', async (t) => {
  const out = talking().when(VERIFY, 9_000)
  t.match(orders(out.decision), [{ type: 'pause-recording' }, { type: 'hear', pairs: [] }])
  t.match(checkTold(out.decision), [{ to: 'a1', check: { state: 'running' } }])
  const from = asked()
  t.equal(hears(from), '')
  const begun = from.when(told(from, { type: 'flow', found: true, flow: CHECK }), 9_010)
  t.match(orders(begun.decision), [
    { type: 'play', legId: 'L1' },
    { type: 'collect', secret: true },
  ])
})

t.test('the result is on the agent’s screen, the keys are nowhere, and the two talk again', async (t) => {
  const first = keying()
  const asks = first.does(keyed(waitId(first), TOKEN), 12_000)
  const answer = { type: 'http', status: 200, fields: { level: '金卡' }, text: '' } as const
  const back = asks.when(told(asks, answer), 12_100)
  t.equal(hears(back), all('L1', 'a1'))
  t.match(checkTold(back.decision), [{ to: 'a1', check: { flow: 'PIN', state: 'passed', text: '等级 金卡 ' } }])
  t.ok(orders(back.decision).some(({ type }) => type === 'resume-recording'))
  const journey = 'journey' in back.state ? back.state.journey : undefined
  t.same([journey?.collected, journey?.card.collected], [{}, {}], 'nothing of it in record and card')
  t.match(
    journey?.path.map(({ nodeId, outlet }) => `${nodeId}/${outlet}`),
    ['hello/done', 'menu/key-1', 'sales/end', 'pin/done', 'ask/done', 'yes/passed'],
  )
  asks.does(told(asks, answer), 12_100).when(VERIFY, 13_000).refused(t, 'checked-already')
})

t.test('a wrong PIN, a caller who keys nothing, an agent who takes him back', async (t) => {
  const first = keying()
  const asks = first.does(keyed(waitId(first), TOKEN), 12_000)
  t.match(checkTold(asks.when(told(asks, { type: 'timeout' }), 13_000).decision), [{ check: { state: 'failed' } }])
  const back = first.when({ type: 'take-back', agentId: 'a1' }, 13_000)
  t.match(checkTold(back.decision), [{ check: { state: 'incomplete' } }])
  t.ok(orders(back.decision).some(({ type }) => type === 'stop-collect'))
})

t.test('a flow that is gone: the agent is told, and may try another', async (t) => {
  const from = asked()
  const gone = from.when(told(from, { type: 'flow', found: false }), 9_010)
  t.match(
    messages(gone.decision).map(({ command }) => command),
    [
      { type: 'recording-changed' },
      { type: 'check-told', check: undefined },
      { type: 'act-failed', act: 'verify', reason: 'no-check' },
    ],
  )
  t.equal(from.does(told(from, { type: 'flow', found: false }), 9_010).does(VERIFY, 9_500).state.mode, 'checking')
})
