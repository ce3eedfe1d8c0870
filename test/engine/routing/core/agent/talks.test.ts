// A call the agent is in: connected, held, passed on, ended from either side, called out; and nobody stuck in one.
import t from 'tap'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { hangUp, leg, standing, toCall } from './expected.ts'
import { dialling, joining, letGo, news, onBreak, ready, ringing, signedOut, T, talking, wrappingUp } from './stands.ts'

const over = { type: 'call-over', callId: 'c1', cause: 'normal' } as const

t.test('the talk starts when the two can hear each other', (t) => {
  const connected = { type: 'call-connected', callId: 'c1', at: T + 5000 } as const
  const outcome = joining().when(connected, T + 5000)
  outcome.gives(t, [{ type: 'talk-started', ...leg, queueId: 'q1', ringMs: 3000 }], [])
  t.match(agentMachine.view(outcome.state), { call: { connectedAt: T + 5000 } })
  talking()
    .when(connected, T + 6000)
    .gives(t, [], [])
  t.end()
})

t.test('words before the talk: the call hears that they are over, and nothing of sounds in the talk', (t) => {
  const said = news({ type: 'play-ended', ...leg, playId: 'p1', reason: 'finished' })
  const { decision } = joining().when(said, T + 4000)
  t.match('effects' in decision && decision.effects, [
    { to: 'actor', ref: { kind: 'call', id: 'c1' }, command: { type: 'news', news: { playId: 'p1' } } },
  ])
  const failed = news({ type: 'order-failed', ...leg, order: 'play', detail: '' })
  t.match(joining().when(failed, T + 4000).decision, { effects: [{ command: { news: { type: 'order-failed' } } }] })
  talking()
    .when(said, T + 6000)
    .gives(t, [], [])
  t.end()
})

t.test('the call’s end is counted, the leg hung up, and wrap-up begins', (t) => {
  talking()
    .when(over, T + 65_000)
    .matches(
      t,
      [
        { type: 'talk-ended', callId: 'c1', queueId: 'q1', talkMs: 60_000, holdMs: 0 },
        { type: 'mode-changed', from: 'talking', to: 'wrap-up', spentMs: 61_000 },
        letGo,
      ],
      [hangUp('normal'), standing('wrap-up')],
    )
  t.match(wrappingUp().view(), { today: { answered: 1, talkMs: 60_000 }, answered: 1 })
  wrappingUp()
    .when(over, T + 66_000)
    .gives(t, [], [])
  t.end()
})

t.test('the agent’s own phone may end it: the call hears who left', (t) => {
  talking()
    .when(news({ type: 'leg-ended', ...leg, by: 'peer', cause: 'normal' }), T + 6000)
    .matches(
      t,
      [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'wrap-up' }],
      [toCall('agent-left', { by: 'agent' }), standing('wrap-up')],
    )
  talking()
    .when(news({ type: 'leg-ended', ...leg, by: 'fault', cause: 'fault' }), T + 6000)
    .matches(
      t,
      [
        { type: 'phone-lost' },
        { type: 'talk-ended' },
        { type: 'mode-changed', to: 'break', breakReason: 'phone-unreachable' },
      ],
      [toCall('agent-left', { by: 'system' }), standing('break')],
    )
  t.end()
})

t.test('hold and resume come back from the call and are counted', (t) => {
  const held = talking().does({ type: 'call-held', callId: 'c1', held: true }, T + 15_000)
  t.match(held.view(), { call: { held: true } })
  held.when({ type: 'call-held', callId: 'c1', held: true }, T + 16_000).gives(t, [], [])
  held
    .when(over, T + 25_000)
    .matches(t, [{ type: 'talk-ended', talkMs: 10_000, holdMs: 10_000 }, { type: 'mode-changed' }, letGo])
  const again = held.does({ type: 'call-held', callId: 'c1', held: false }, T + 20_000)
  again
    .when(over, T + 25_000)
    .matches(t, [{ type: 'talk-ended', talkMs: 15_000, holdMs: 5000 }, { type: 'mode-changed' }, letGo])
  t.end()
})

t.test('the buttons of a call go to the call from the moment of the answer, and only while there is one', (t) => {
  const target = { type: 'agent', agentId: 'a2' } as const
  const buttons = [
    { type: 'hold' },
    { type: 'resume' },
    { type: 'transfer', target },
    { type: 'send-digits', digits: '12' },
  ] as const
  for (const button of buttons) {
    talking()
      .when(button, T + 6000)
      .gives(t, [], [toCall(button.type, { ...button, agentId: 'a1' })] as never)
    joining()
      .when(button, T + 4001)
      .gives(t, [], [toCall(button.type, { ...button, agentId: 'a1' })] as never)
    for (const stand of [signedOut(), onBreak(), ready(), ringing(), dialling(), wrappingUp()]) {
      stand.when(button, T + 66_000).refused(t, 'no-call')
    }
  }
  t.end()
})

t.test('keys of the phone itself ask the same of the call', (t) => {
  talking()
    .when(news({ type: 'phone-held', ...leg, held: true }), T + 6000)
    .gives(t, [], [toCall('hold', { agentId: 'a1' })] as never)
  talking()
    .when(news({ type: 'phone-held', ...leg, held: false }), T + 6000)
    .gives(t, [], [toCall('resume', { agentId: 'a1' })] as never)
  joining()
    .when(news({ type: 'phone-held', ...leg, held: true }), T + 4001)
    .gives(t, [], [toCall('hold', { agentId: 'a1' })] as never)
  talking()
    .when(news({ type: 'phone-held', callId: 'c1', legId: 'other', held: true }), T + 6000)
    .gives(t, [], [])
  for (const target of ['1002', 'sip:1002@centre', '<sip:1002@centre;user=phone>']) {
    talking()
      .when(news({ type: 'transfer-asked', ...leg, target }), T + 6000)
      .gives(t, [], [toCall('transfer', { agentId: 'a1', target: { type: 'outside', number: '1002' } })] as never)
  }
  t.end()
})

t.test('a hang-up goes to the call; should the call not answer, the leg ends all the same', (t) => {
  talking()
    .when({ type: 'hang-up' }, T + 6000)
    .gives(t, [{ type: 'hang-up-asked', callId: 'c1' }], [toCall('hang-up', { by: 'agent', who: 'a1' })] as never)
  const asked = talking().does({ type: 'hang-up' }, T + 6000)
  asked.when({ type: 'hang-up' }, T + 6100).gives(t, [], [])
  t.equal(asked.wakeAt(), T + 9000)
  asked.when({ type: 'wake' }, T + 8999).gives(t, [], [])
  asked
    .when({ type: 'wake' }, T + 9000)
    .matches(
      t,
      [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'wrap-up' }, letGo],
      [hangUp('normal'), toCall('agent-left', { by: 'agent' }), standing('wrap-up')],
    )
  t.end()
})

t.test('an agent whose caller never connects is freed', (t) => {
  const stand = joining()
  t.equal(stand.wakeAt(), T + 24_000)
  stand
    .when({ type: 'wake' }, T + 24_000)
    .matches(
      t,
      [{ type: 'ring-withdrawn', callId: 'c1', reason: 'not-connected' }, { type: 'mode-changed', to: 'ready' }, letGo],
      [hangUp('normal'), toCall('agent-left', { by: 'system' }), standing('ready')],
    )
  talking()
    .when({ type: 'wake' }, T + 24_000)
    .gives(t, [], [])
  t.end()
})
