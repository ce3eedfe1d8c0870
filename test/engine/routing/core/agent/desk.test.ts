// What an agent may press between calls, and what that does.
import t from 'tap'
import type { AgentView } from '#engine/protocol/agent.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { given } from '../../../../kit/machine.ts'
import { agentConfig } from '../samples.ts'
import { toQueue } from './expected.ts'
import {
  joining,
  letGo,
  monitoring,
  news,
  onBreak,
  ready,
  ringing,
  signedOut,
  T,
  TODAY,
  talking,
  wrappingUp,
} from './stands.ts'

const standing = (mode: string, available: boolean) =>
  toQueue('agent-changed', { agent: { agentId: 'a1', mode, available } })

t.test('an agent nobody configured cannot sign in', (t) => {
  given(agentMachine, 'a1')
    .when({ type: 'sign-in', phone: { type: 'browser' }, session: 's' }, T)
    .refused(t, 'agent-unknown')
  signedOut({ enabled: false })
    .when({ type: 'sign-in', phone: { type: 'browser' }, session: 's' }, T)
    .refused(t, 'agent-unknown')
  t.end()
})

t.test('signing in puts the agent on break, and its queues hear it', (t) => {
  const phone = { type: 'browser' } as const
  const outcome = signedOut().when({ type: 'sign-in', phone, session: 's' }, T)
  outcome.matches(
    t,
    [
      { type: 'day-started', date: TODAY },
      { type: 'signed-in', phone, session: 's' },
      { type: 'mode-changed', from: 'signed-out', to: 'break', breakReason: 'not-ready' },
    ],
    [standing('break', false)],
  )
  t.match(outcome.decision, { reply: { agentId: 'a1', mode: 'break', phone, today: { date: TODAY } } })
  t.end()
})

t.test('signing in again from another page changes nothing but the session', (t) => {
  const again = { type: 'sign-in', phone: { type: 'browser' }, session: 's' } as const
  for (const stand of [onBreak(), ready(), talking(), wrappingUp()]) {
    stand.when(again, T + 70_000).gives(t, [], [])
    stand.when({ ...again, session: 's2' }, T + 70_000).matches(t, [{ type: 'phone-changed', session: 's2' }], [])
  }
  t.end()
})

t.test('the phone changes between calls only, and without a phone nobody is ready', (t) => {
  const other = { type: 'sign-in', phone: { type: 'extension', user: '8001' }, session: 's' } as const
  ready()
    .when(other, T + 1)
    .matches(t, [{ type: 'phone-changed', phone: other.phone }])
  talking()
    .when(other, T + 6000)
    .refused(t, 'agent-busy')
  ready()
    .when({ ...other, phone: { type: 'none' } }, T + 1)
    .matches(t, [{ type: 'phone-changed' }, { type: 'mode-changed', to: 'break' }], [standing('break', false)])
  monitoring().when({ type: 'ready' }, T).refused(t, 'no-phone')
  monitoring().when({ type: 'dial', number: '1', node: 'm1' }, T).refused(t, 'no-phone')
  t.end()
})

t.test('ready and break go back and forth, with the time spent', (t) => {
  onBreak()
    .when({ type: 'ready' }, T + 3000)
    .matches(t, [{ type: 'mode-changed', from: 'break', to: 'ready', spentMs: 3000 }], [standing('ready', true)])
  ready()
    .when({ type: 'take-break', reason: 'meal' }, T + 500)
    .matches(t, [{ type: 'mode-changed', from: 'ready', to: 'break', breakReason: 'meal', spentMs: 500 }])
  ready()
    .when({ type: 'ready' }, T + 1)
    .gives(t, [], [])
  onBreak()
    .when({ type: 'take-break', reason: 'nap' }, T + 10)
    .matches(t, [{ type: 'mode-changed', from: 'break', to: 'break', breakReason: 'nap', spentMs: 10 }], [])
  onBreak()
    .when({ type: 'take-break', reason: 'not-ready' }, T + 10)
    .gives(t, [], [])
  t.end()
})

t.test('a break shorter than the minimum busy time counts as not done', (t) => {
  const start = ready({ minimumBusyMs: 30_000 })
  const tried = start.does({ type: 'take-break', reason: 'nap' }, T + 10_000)
  t.match(tried.view(), { mode: 'break', available: false, breakReason: 'nap' }, 'no calls meanwhile')
  const back = tried.when({ type: 'ready' }, T + 12_000)
  back.matches(t, [{ type: 'break-undone', reason: 'nap', spentMs: 2000 }], [standing('ready', true)])
  t.same(agentMachine.view(back.state), start.view(), 'as if it had not been')
  t.end()
})

t.test('a break that lasts is reported from when it began', (t) => {
  const tried = ready({ minimumBusyMs: 30_000 }).does({ type: 'take-break', reason: 'nap' }, T + 10_000)
  t.equal(tried.wakeAt(), T + 40_000)
  tried.when({ type: 'wake' }, T + 39_999).gives(t, [], [])
  tried
    .when({ type: 'wake' }, T + 40_000)
    .matches(t, [{ type: 'mode-changed', from: 'ready', to: 'break', spentMs: 10_000, startedAt: T + 10_000 }], [])
  const later = tried.does({ type: 'wake' }, T + 40_000)
  t.not(later.wakeAt(), T + 40_000, 'woken once')
  later
    .when({ type: 'ready' }, T + 50_000)
    .matches(t, [{ type: 'mode-changed', from: 'break', to: 'ready', spentMs: 40_000 }])
  tried.when({ type: 'sign-out', by: 'agent' }, T + 15_000).matches(t, [
    { type: 'mode-changed', from: 'ready', to: 'break' },
    { type: 'mode-changed', to: 'signed-out', spentMs: 5000 },
    { type: 'signed-out', by: 'agent' },
  ])
  t.end()
})

t.test('signing out between calls is at once, during a call it waits for its end', (t) => {
  const facts = [
    { type: 'mode-changed', to: 'signed-out' },
    { type: 'signed-out', by: 'supervisor' },
  ]
  for (const stand of [onBreak(), ready(), wrappingUp()]) {
    stand.when({ type: 'sign-out', by: 'supervisor' }, T + 70_000).matches(t, facts, [standing('signed-out', false)])
  }
  signedOut().when({ type: 'sign-out', by: 'agent' }, T).gives(t, [], [])
  const asked = talking().does({ type: 'sign-out', by: 'agent' }, T + 6000)
  t.match(asked.view(), { mode: 'talking', after: { mode: 'signed-out' } })
  asked.when({ type: 'sign-out', by: 'agent' }, T + 6500).gives(t, [], [])
  asked
    .when({ type: 'call-over', callId: 'c1', cause: 'normal' }, T + 7000)
    .matches(t, [
      { type: 'talk-ended' },
      { type: 'mode-changed', from: 'talking', to: 'signed-out' },
      { type: 'signed-out' },
      letGo,
    ])
  t.end()
})

t.test('a break asked for during a call begins after it, unless ready takes it back', (t) => {
  const asked = talking().does({ type: 'take-break', reason: 'meal' }, T + 6000)
  const over = { type: 'call-over', callId: 'c1', cause: 'normal' } as const
  asked
    .when(over, T + 7000)
    .matches(t, [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'break', breakReason: 'meal' }, letGo])
  const back = asked.does({ type: 'ready' }, T + 6500)
  back.when(over, T + 7000).matches(t, [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'wrap-up' }, letGo])
  back.when({ type: 'ready' }, T + 6600).gives(t, [], [])
  const rings = ringing().does({ type: 'take-break', reason: 'meal' }, T + 2000)
  rings
    .when({ type: 'decline' }, T + 3000)
    .matches(t, [{ type: 'ring-missed' }, { type: 'mode-changed', to: 'break', breakReason: 'meal' }, letGo])
  t.end()
})

t.test('wrap-up ends by itself, by the button, or by a break', (t) => {
  const stand = wrappingUp()
  t.match(stand.view(), { mode: 'wrap-up', wrapUpUntil: T + 75_000 })
  t.equal(stand.wakeAt(), T + 75_000)
  stand.when({ type: 'wake' }, T + 74_999).gives(t, [], [])
  const done = [{ type: 'mode-changed', from: 'wrap-up', to: 'ready', spentMs: 10_000 }]
  for (const type of ['wake', 'end-wrap-up', 'ready'] as const) stand.when({ type }, T + 75_000).matches(t, done)
  stand
    .when({ type: 'take-break', reason: 'nap' }, T + 70_000)
    .matches(t, [{ type: 'mode-changed', to: 'break', breakReason: 'nap', spentMs: 5000 }])
  t.match(stand.does({ type: 'wake' }, T + 75_000).view(), { today: { wrapUpMs: 10_000, answered: 1 } })
  t.end()
})

t.test('a new configuration reaches the queues it adds, the same one changes nothing', (t) => {
  const config = agentConfig({ queueIds: ['q2'] })
  for (const stand of [signedOut(), onBreak(), ready(), ringing(), talking(), wrappingUp()]) {
    stand.when({ type: 'configure', config: agentConfig() }, T + 70_000).gives(t, [], [])
    const outcome = stand.when({ type: 'configure', config }, T + 70_000)
    outcome.matches(t, [{ type: 'agent-configured', config }])
    t.match(outcome.decision, { effects: [{ ref: { id: 'q1' } }, { ref: { id: 'q2' } }] })
  }
  t.end()
})

t.test('a disabled agent is signed out, after its call if it is in one', (t) => {
  const config = agentConfig({ enabled: false })
  ready()
    .when({ type: 'configure', config }, T + 1)
    .matches(t, [{ type: 'agent-configured' }, { type: 'mode-changed' }, { type: 'signed-out' }])
  talking()
    .when({ type: 'configure', config }, T + 6000)
    .matches(t, [{ type: 'agent-configured' }, { type: 'after-set' }])
  t.end()
})

t.test('a queue that asks hears how the agent stands, in every mode', (t) => {
  for (const stand of [signedOut(), onBreak(), ready(), ringing(), joining(), talking(), wrappingUp()]) {
    const { mode, available } = stand.view() ?? {}
    const effect = {
      to: 'actor',
      ref: { kind: 'queue', id: 'q9' },
      command: { type: 'agent-changed', agent: { mode, available } },
    }
    stand.when({ type: 'refresh-standing', queueId: 'q9' }, T + 70_000).matches(t, [], [effect])
  }
  given(agentMachine, 'a1').when({ type: 'refresh-standing', queueId: 'q9' }, T).gives(t, [], [])
  t.end()
})

t.test("the day's counters begin anew at local midnight, by themselves", (t) => {
  const stand = wrappingUp().does({ type: 'wake' }, T + 75_000)
  const midnight = Date.parse('2026-11-21T16:00:00Z')
  t.equal(stand.wakeAt(), midnight)
  const outcome = stand.when({ type: 'wake' }, midnight)
  outcome.gives(t, [{ type: 'day-started', date: '2026-11-22' }], [])
  t.match(agentMachine.view(outcome.state), { answered: 1, today: { date: '2026-11-22', answered: 0, talkMs: 0 } })
  t.end()
})

t.test('news of legs that are not this agent’s change nothing', (t) => {
  const strange = { callId: 'x', legId: 'x' }
  const all = [
    { type: 'leg-ringing', ...strange },
    { type: 'leg-answered', ...strange },
    { type: 'leg-failed', ...strange, cause: 'busy', sipStatus: 486 },
    { type: 'leg-ended', ...strange, by: 'peer', cause: 'normal' },
    { type: 'order-failed', ...strange, order: 'dial', detail: '' },
    { type: 'digit-pressed', ...strange, digit: '1' },
    { type: 'phone-held', ...strange, held: true },
    { type: 'transfer-asked', ...strange, target: '1' },
  ] as const
  for (const stand of [signedOut(), onBreak(), ready(), ringing(), talking(), wrappingUp()]) {
    for (const one of all) stand.when(news(one), T + 12_000).gives(t, [], [])
    for (const type of ['call-over', 'call-connected', 'call-held'] as const) {
      stand.when({ type, callId: 'x', cause: 'normal', at: 0, held: true } as never, T + 12_000).gives(t, [], [])
    }
  }
  t.end()
})

t.test('time signed out counts from when the agent was configured, not from 1970', (t) => {
  signedOut()
    .when({ type: 'sign-in', phone: { type: 'browser' }, session: 's' }, T + 60_000)
    .matches(t, [{}, { type: 'signed-in' }, { type: 'mode-changed', from: 'signed-out', spentMs: 60_000 }], [{}])
  t.end()
})

t.test(
  'an agent changes the skills in use while signed in: its queues hear it, and the next sign-in begins with all',
  async (t) => {
    const skills = [
      { skillId: 'cards', level: 3 },
      { skillId: 'english', level: 9 },
    ]
    const able = ready({ skills })
    t.match(able.view(), { skills: { cards: 3, english: 9 }, ownSkills: skills })
    const { decision } = able.when({ type: 'use-skills', skillIds: ['english', 'unknown'] }, T + 61_000)
    t.match(decision, {
      facts: [{ type: 'skills-chosen', skillIds: ['english'] }],
      effects: [{ to: 'actor', ref: { kind: 'queue', id: 'q1' }, command: { agent: { skills: { english: 9 } } } }],
    })
    const chosen = able.does({ type: 'use-skills', skillIds: ['english'] }, T + 61_000)
    t.strictSame((chosen.view() as AgentView).skills, { english: 9 })
    t.match(chosen.when({ type: 'use-skills', skillIds: ['english'] }, T + 62_000).decision, { facts: [], effects: [] })
    const again = chosen
      .does({ type: 'sign-out', by: 'agent' }, T + 63_000)
      .does({ type: 'sign-in', phone: { type: 'browser' }, session: 's2' }, T + 64_000)
    t.strictSame((again.view() as AgentView).skills, { cards: 3, english: 9 })
  },
)
