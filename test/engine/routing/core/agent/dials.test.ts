// Calling out: the own phone first, then the other end; and calls whose leg is gone after a restart.
import t from 'tap'
import type { ActFailure, ActName } from '#engine/protocol/failures.ts'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { standing, toCall } from './expected.ts'
import {
  dialling,
  direct,
  joining,
  letGo,
  monitoring,
  news,
  onBreak,
  outbound,
  ready,
  ringing,
  signedOut,
  T,
  talking,
  wrappingUp,
} from './stands.ts'

type FailCause = Extract<MediaNews, { type: 'leg-failed' }>['cause']

t.test('dialling out rings the own phone first, which answers by itself', (t) => {
  const expected = [
    { type: 'leg-made', call: { callId: 'dial-0', legId: 'dial-1', direction: 'out', card: { number: '02188' } } },
    { type: 'mode-changed', to: 'dialling', callId: 'dial-0' },
  ]
  const order = {
    to: 'media',
    node: 'm2',
    order: {
      type: 'dial',
      target: { type: 'user', user: 'agent.1001' },
      autoAnswer: true,
      owner: { kind: 'agent', id: 'a1' },
    },
  }
  const asked = { to: 'lookup', requestId: 'dial-2', lookup: { type: 'dialled', number: '02188', user: 'agent.1001' } }
  for (const stand of [onBreak(), ready(), wrappingUp()]) {
    stand
      .when({ type: 'dial', number: '02188', node: 'm2' }, T + 66_000, 'dial')
      .matches(t, expected, [order, asked, standing('dialling')])
  }
  const other = { type: 'dial', number: '1', node: 'm2' } as const
  for (const stand of [ringing(), talking(), dialling()]) stand.when(other, T + 6000).refused(t, 'agent-busy')
  signedOut().when(other, T).refused(t, 'agent-signed-out')
  monitoring().when(other, T).refused(t, 'no-phone')
  dialling()
    .when(news({ type: 'leg-answered', callId: 'dial-0', legId: 'dial-1' }), T + 2000)
    .gives(t, [{ type: 'leg-up', callId: 'dial-0', legId: 'dial-1' }], [
      toCall(
        'begin-outbound',
        { agentId: 'a1', agentNumber: '1001', legId: 'dial-1', node: 'm2', number: '02188', user: 'agent.1001' },
        'dial-0',
      ),
    ] as never)
  outbound()
    .when(news({ type: 'leg-answered', callId: 'dial-0', legId: 'dial-1' }), T + 2100)
    .gives(t, [], [])
  t.end()
})

t.test('an outbound talk starts when the other end answers, and ends in wrap-up', (t) => {
  const talk = outbound().does({ type: 'call-connected', callId: 'dial-0', at: T + 9000 }, T + 9000)
  t.match(talk.view(), {
    mode: 'talking',
    today: { outbound: 1, answered: 0 },
    call: { direction: 'out', connectedAt: T + 9000 },
  })
  talk
    .when({ type: 'call-over', callId: 'dial-0', cause: 'normal' }, T + 19_000)
    .matches(t, [{ type: 'talk-ended', talkMs: 10_000 }, { type: 'mode-changed', to: 'wrap-up' }, letGo])
  outbound()
    .when({ type: 'call-over', callId: 'dial-0', cause: 'busy' }, T + 5000)
    .matches(t, [{ type: 'mode-changed', from: 'dialling', to: 'ready' }, letGo])
  t.end()
})

t.test('who dialled from a break goes back to it', (t) => {
  const called = onBreak()
    .does({ type: 'take-break', reason: 'training' }, T)
    .does({ type: 'dial', number: '1', node: 'm2' }, T + 1000, 'dial')
  called
    .when({ type: 'call-over', callId: 'dial-0', cause: 'busy' }, T + 5000)
    .matches(t, [{ type: 'mode-changed', from: 'dialling', to: 'break', breakReason: 'training' }, letGo])
  t.end()
})

const own = { callId: 'dial-0', legId: 'dial-1' }
const freed = { type: 'mode-changed', from: 'dialling', to: 'ready' }
const told = (reason: ActFailure, act: ActName = 'dial') => ({
  type: 'act-failed',
  ...{ act, reason, callId: 'dial-0', number: '02188' },
})
const record = (reason: ActFailure) =>
  toCall(
    'outbound-failed',
    { agentId: 'a1', agentNumber: '1001', legId: 'dial-1', node: 'm2', number: '02188', reason },
    'dial-0',
  )

t.test('a call the own phone does not come up for is not placed: why is told and goes into its record', (t) => {
  const failed = (cause: FailCause) => news({ type: 'leg-failed', ...own, cause, sipStatus: 404 })
  const ended = (by: 'peer' | 'us') => news({ type: 'leg-ended', ...own, by, cause: 'normal' })
  const cases: [ReturnType<typeof news>, ActFailure][] = [
    [failed('not-registered'), 'own-phone-not-registered'],
    [failed('no-answer'), 'own-phone-no-answer'],
    [failed('declined'), 'own-phone-declined'],
    [failed('busy'), 'own-phone-declined'],
    [failed('unreachable'), 'own-phone-unreachable'],
    [failed('fault'), 'own-phone-unreachable'],
    [ended('peer'), 'own-phone-declined'],
    [news({ type: 'order-failed', ...own, order: 'dial', detail: '' }), 'own-phone-unreachable'],
  ]
  for (const [command, reason] of cases) {
    const outcome = dialling().when(command, T + 1100)
    outcome.matches(t, [told(reason), freed], [record(reason), standing('ready')])
    t.match(agentMachine.view(outcome.state), { mode: 'ready', failure: { act: 'dial', reason, at: T + 1100 } })
  }
  dialling()
    .when(news({ type: 'leg-failed', ...own, legId: 'old', cause: 'busy', sipStatus: 486 }), T + 1100)
    .gives(t, [], [])
  dialling()
    .when(news({ type: 'order-failed', ...own, order: 'play', detail: '' }), T + 1100)
    .gives(t, [], [])
  t.equal(dialling().wakeAt(), T + 21_000)
  dialling()
    .when({ type: 'wake' }, T + 20_999)
    .gives(t, [], [])
  dialling()
    .when({ type: 'wake' }, T + 21_000)
    .matches(
      t,
      [told('own-phone-no-answer'), freed, letGo],
      [{ order: { type: 'hang-up', legId: 'dial-1' } }, record('own-phone-no-answer'), standing('ready')],
    )
  dialling()
    .when({ type: 'reconcile', legIds: [] }, T + 2000)
    .matches(t, [told('own-phone-unreachable'), freed], [record('own-phone-unreachable'), standing('ready')])
  t.end()
})

t.test('without a media node nothing is begun, and the call is kept with the reason', (t) => {
  for (const stand of [onBreak(), ready(), wrappingUp()]) {
    const outcome = stand.when({ type: 'dial', number: '02188', node: '' }, T + 66_000, 'dial')
    const effects = [{ ref: { id: 'dial-0' }, command: { type: 'outbound-failed', node: '', reason: 'no-media-node' } }]
    outcome.matches(t, [told('no-media-node')], effects)
    t.equal(agentMachine.view(outcome.state)?.mode, stand.view()?.mode, 'and the agent stays where it is')
  }
  t.end()
})

t.test('a number that leads nowhere is told before the own phone is even up', (t) => {
  const known = (answer: LookupAnswer, requestId = 'dial-2') =>
    dialling().when({ type: 'looked-up', requestId, answer }, T + 1050)
  const cases: [LookupAnswer, ActFailure][] = [
    [{ type: 'dialled', found: false, reason: 'no-trunk' }, 'no-trunk'],
    [{ type: 'dialled', found: false, reason: 'unknown-number' }, 'unknown-number'],
    [{ type: 'dialled', found: false }, 'unknown-number'],
    [{ type: 'dialled', found: true, target: { type: 'agent', agentId: 'a1' } }, 'oneself'],
  ]
  for (const [answer, reason] of cases) {
    known(answer).matches(
      t,
      [told(reason), freed, letGo],
      [{ order: { type: 'hang-up', legId: 'dial-1', cause: 'cancelled' } }, record(reason), standing('ready')],
    )
    known(answer, 'an-earlier-dial').gives(t, [], [])
    outbound()
      .when({ type: 'looked-up', requestId: 'dial-2', answer }, T + 2100)
      .gives(t, [], [])
    ready()
      .when({ type: 'looked-up', requestId: 'dial-2', answer }, T + 2100)
      .gives(t, [], [])
    dialling()
      .does({ type: 'hang-up' }, T + 1040)
      .when({ type: 'looked-up', requestId: 'dial-2', answer }, T + 1050)
      .gives(t, [], [])
  }
  known({ type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' } }).gives(t, [], [])
  known({ type: 'dialled', found: true, target: { type: 'queue', queueId: 'q1' } }).gives(t, [], [])
  known({ type: 'timeout' }).gives(t, [], [])
  t.end()
})

t.test('once the own phone is up the call says what failed, and the agent keeps it until the next call', (t) => {
  outbound()
    .when(news({ type: 'leg-ended', ...own, by: 'peer', cause: 'normal' }), T + 5000)
    .matches(t, [freed], [toCall('agent-left', { by: 'agent' }, 'dial-0'), standing('ready')])
  outbound()
    .when(news({ type: 'leg-ended', ...own, by: 'us', cause: 'normal' }), T + 5000)
    .matches(t, [freed], [toCall('agent-left', { by: 'system' }, 'dial-0'), standing('ready')])
  t.equal(outbound().wakeAt(), T + 182_000)
  const failure = { act: 'dial', reason: 'signed-out', callId: 'dial-0', number: '02188' } as const
  const failed = outbound()
    .does({ type: 'act-failed', ...failure }, T + 2500)
    .does({ type: 'call-over', callId: 'dial-0', cause: 'normal' }, T + 2500)
  t.match(failed.view(), { mode: 'ready', failure: { ...failure, at: T + 2500 } })
  t.match(failed.does({ type: 'take-break', reason: 'rest' }, T + 3000).view(), { failure })
  const next = failed.does({ type: 'dial', number: '1', node: 'm2' }, T + 9000, 'next')
  t.equal(next.view()?.failure, undefined, 'the next call begins')
  for (const stand of [signedOut(), onBreak(), ringing(), talking(), wrappingUp()]) {
    stand.when({ type: 'act-failed', ...failure }, T + 66_000).gives(t, [{ type: 'act-failed', ...failure }], [])
  }
  t.end()
})

t.test('a transfer that failed is still told when its caller comes back to the agent who passed it on', (t) => {
  const failure = { act: 'transfer', reason: 'no-answer', callId: 'c1', number: '' } as const
  const passedOn = ready().does({ type: 'act-failed', ...failure }, T + 1000)
  t.match(passedOn.does(direct, T + 1001).view(), { mode: 'ringing', failure })
  t.equal(passedOn.does({ ...direct, callId: 'c2' }, T + 1001).view()?.failure, undefined)
  t.end()
})

t.test('hanging up while dialling ends the own leg, or the call that has begun', (t) => {
  dialling()
    .when({ type: 'hang-up' }, T + 1500)
    .matches(t, [{ type: 'hang-up-asked' }], [{ order: { type: 'hang-up', legId: 'dial-1' } }])
  dialling()
    .does({ type: 'hang-up' }, T + 1500)
    .when(news({ type: 'leg-ended', ...own, by: 'us', cause: 'cancelled' }), T + 1600)
    .matches(t, [freed], [record('cancelled'), standing('ready')])
  outbound()
    .when({ type: 'hang-up' }, T + 2500)
    .matches(t, [{ type: 'hang-up-asked' }], [toCall('hang-up', {}, 'dial-0')])
  t.end()
})

t.test('a call the phone dialled by itself becomes the agent’s, if the agent is free or talks on another line', (t) => {
  const adopt = { type: 'adopt-leg', callId: 'c9', legId: 'l9', node: 'm2', toNumber: '1002' } as const
  for (const stand of [onBreak(), ready(), wrappingUp()]) {
    stand.when(adopt, T + 66_000).matches(
      t,
      [
        { type: 'leg-made', call: { legId: 'l9' } },
        { type: 'mode-changed', to: 'dialling' },
      ],
      [{ order: { type: 'own', legId: 'l9', owner: { id: 'a1' } } }, standing('dialling')],
    )
  }
  for (const stand of [signedOut(), ringing(), joining(), dialling()]) {
    stand.when(adopt, T + 6000).matches(t, [], [toCall('agent-left', { legId: 'l9', by: 'system' }, 'c9')])
  }
  const adopted = ready().does(adopt, T + 1000)
  adopted.when(adopt, T + 1100).gives(t, [], [])
  adopted.when(news({ type: 'leg-answered', callId: 'c9', legId: 'l9' }), T + 1200).gives(t, [], [])
  adopted
    .when({ type: 'call-connected', callId: 'c9', at: T + 3000 }, T + 3000)
    .matches(t, [{ type: 'talk-started' }, { type: 'mode-changed', from: 'dialling', to: 'talking' }])
  t.end()
})

t.test('after a restart a talk whose leg is gone is over, and a dial that is up goes on', (t) => {
  talking()
    .when({ type: 'reconcile', legIds: [] }, T + 65_000)
    .matches(
      t,
      [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'wrap-up' }],
      [toCall('agent-left', { by: 'system' }), standing('wrap-up')],
    )
  talking()
    .when({ type: 'reconcile', legIds: ['ring-0'] }, T + 65_000)
    .gives(t, [], [])
  const legs = [{ callId: 'dial-0', legId: 'dial-1', node: 'm2', state: 'up' as const }]
  dialling()
    .when({ type: 'reconcile', legIds: ['dial-1'], legs }, T + 2000)
    .matches(t, [{ type: 'leg-up' }], [toCall('begin-outbound', {}, 'dial-0')])
  t.end()
})
