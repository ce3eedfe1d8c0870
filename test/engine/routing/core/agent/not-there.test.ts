// A call that believes itself in a talk with an agent who is not in it.
import t from 'tap'
import { letGo, news, onBreak, ready, ringing, signedOut, T, talking, wrappingUp } from './stands.ts'

const LATER = T + 100_000
const connected = (legId: string, callId = 'c9') =>
  ({ type: 'call-connected', callId, legId, node: 'm7', at: LATER }) as const
const left = (legId: string, callId = 'c9') => [
  { to: 'media', node: 'm7', order: { type: 'hang-up', callId, legId } },
  {
    to: 'actor',
    ref: { kind: 'call', id: callId },
    command: { type: 'agent-left', agentId: 'a1', legId, by: 'system' },
  },
]

t.test(
  'an agent told of a talk it is not in says so, ends the leg, and is rung for nobody until that is heard',
  (t) => {
    const standing = { to: 'actor', ref: { kind: 'queue' }, command: { type: 'agent-changed' } }
    for (const stand of [signedOut(), onBreak(), wrappingUp()]) {
      stand.when(connected('l9'), LATER).matches(t, [{ ...letGo, legId: 'l9' }], left('l9'))
    }
    ready()
      .when(connected('l9'), LATER)
      .matches(t, [{ ...letGo, legId: 'l9' }], [...left('l9'), standing])
    talking().when(connected('l9'), LATER).matches(t, [], left('l9'))
    talking().when(connected('old', 'c1'), LATER).matches(t, [], left('old', 'c1'))
    t.end()
  },
)

t.test('a leg let go already stays the one that is waited for', (t) => {
  const missed = ringing().does({ type: 'decline' }, T + 2000)
  missed.when(connected('ring-0', 'c1'), T + 2500).matches(t, [], left('ring-0', 'c1'))
  t.end()
})

t.test('an agent that still rings believes the call which found its leg up, and the late news changes nothing', (t) => {
  const told = ringing().when(connected('ring-0', 'c1'), T + 4000)
  told.matches(
    t,
    [{ type: 'leg-up' }, { type: 'mode-changed', to: 'talking' }],
    [
      { to: 'actor', ref: { kind: 'queue' }, command: { type: 'offer-answered' } },
      { to: 'actor', ref: { kind: 'call' }, command: { type: 'agent-joined', legId: 'ring-0' } },
      { to: 'actor', ref: { kind: 'queue' }, command: { type: 'agent-changed' } },
    ],
  )
  ringing()
    .does(connected('ring-0', 'c1'), T + 4000)
    .when(news({ type: 'leg-answered', callId: 'c1', legId: 'ring-0' }), T + 4100)
    .gives(t, [], [])
  ringing()
    .when(connected('l9'), T + 4000)
    .matches(t, [], left('l9'))
  t.end()
})
