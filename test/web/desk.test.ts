// The desk: what may be pressed when, and how page, phone and engine stay together.
import t from 'tap'
import type { AgentView } from '#engine/protocol/agent.ts'
import { deskClock } from '#web/src/lib/phone/desk-clock.ts'
import { allowed, type DeskState, modeOf } from '#web/src/lib/phone/desk-machine.ts'
import { settled, world } from './desk-world.ts'
import { agent, call } from './views.ts'

const idle: DeskState = { phone: 'registered', leg: 'none', muted: false, reattach: 'none' }
const pressable = (me: AgentView | undefined, desk: DeskState = idle): string =>
  Object.entries(allowed(me, desk))
    .filter(([, may]) => may)
    .map(([name]) => name)
    .join(' ')

t.test('the buttons of each state', async (t) => {
  const talking = agent({ mode: 'talking', call: call({ connectedAt: 1 }) })
  const held = agent({ mode: 'talking', call: call({ connectedAt: 1, held: true }) })
  t.equal(pressable(undefined), 'signIn')
  t.equal(pressable(agent({ mode: 'break' })), 'ready break wrapUp signOut dial')
  t.equal(pressable(agent({ mode: 'ready' })), 'break wrapUp signOut dial')
  t.equal(
    pressable(agent({ mode: 'ringing', call: call() }), { ...idle, leg: 'incoming' }),
    'afterCall signOut answer decline',
  )
  const rings = agent({ mode: 'ringing', call: call() })
  t.equal(pressable(rings), 'afterCall signOut answer decline', 'the ring itself is on its way')
  t.equal(pressable(rings, { ...idle, answered: call().callId }), 'afterCall signOut decline', 'answered once')
  t.equal(pressable(rings, { ...idle, phone: 'elsewhere' }), 'afterCall signOut decline', 'by another tab')
  t.equal(
    pressable(talking, { ...idle, leg: 'up' }),
    'afterCall signOut hangUp hold mute digits transfer consult invite verify',
  )
  t.equal(pressable(held, { ...idle, leg: 'up' }), 'afterCall signOut hangUp resume mute transfer consult dial')
  t.equal(pressable(agent({ mode: 'wrap-up' })), 'ready break wrapUp endWrapUp signOut dial')
  t.equal(pressable(agent({ mode: 'break', phone: { type: 'none' } })), 'signOut', 'monitor only')
  t.equal(modeOf(held), 'held')
  const lost = agent({ mode: 'break', breakReason: 'phone-unreachable' })
  t.equal(modeOf(lost), 'phone-lost')
  t.equal(pressable(lost), pressable(agent({ mode: 'break' })), 'as on a break')
  const outbound = agent({ mode: 'break', breakReason: 'outbound-only' })
  t.equal(modeOf(outbound), 'outbound-only')
  t.match(pressable(outbound), /ready .*dial/)
  t.match(
    pressable(agent({ mode: 'ready', pause: { until: 1, because: 'declined' } })),
    /^ready /,
    'the pause may be ended',
  )
})

t.test('a reload in mid-call registers, asks the engine to dial again and answers by itself', async (t) => {
  const w = world(agent({ mode: 'talking', call: call({ connectedAt: 1 }) }))
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  await settled()
  t.same(w.log, ['/api/desk/sip-credentials', 'use', '/api/desk/reattach'])
  t.equal(w.desk.snapshot().reattach, 'asked')
  w.phone({ type: 'incoming', auto: false, from: '' })
  t.equal(w.log.at(-1), 'answer')
  w.phone({ type: 'up' })
  t.match(w.desk.snapshot(), { reattach: 'none', leg: 'up' })
})

t.test('a reload while it rings asks for nothing: the engine moves talks only', async (t) => {
  const w = world(agent({ mode: 'ringing', call: call() }))
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  await settled()
  t.same(w.log, ['/api/desk/sip-credentials', 'use'])
})

t.test('a reattach that the engine refuses can be tried again', async (t) => {
  const w = world(agent({ mode: 'talking', call: call({ connectedAt: 1 }) }))
  w.refuse('reattach')
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  await settled()
  t.equal(w.desk.snapshot().reattach, 'failed')
  w.refuse('')
  await w.desk.act('reattach')
  t.equal(w.desk.snapshot().reattach, 'asked')
})

t.test('a queue call rings and waits for the agent; an own call and an auto-answer call do not', async (t) => {
  const ringing = world(agent({ mode: 'ready' }))
  await ringing.desk.load()
  await settled()
  ringing.become(agent({ mode: 'ringing', call: call() }))
  ringing.phone({ type: 'incoming', auto: false, from: '' })
  t.equal(ringing.desk.snapshot().leg, 'incoming')
  t.notOk(ringing.log.includes('answer'))
  ringing.desk.answer()
  t.equal(ringing.log.at(-1), 'answer')

  const dialling = world(agent({ mode: 'ready' }))
  await dialling.desk.load()
  await settled()
  dialling.become(agent({ mode: 'dialling', call: call({ direction: 'out' }) }))
  dialling.phone({ type: 'incoming', auto: false, from: '' })
  t.equal(dialling.log.at(-1), 'answer')
})

t.test('a call answered before its ring has come is answered when it comes, and no other is', async (t) => {
  const w = world(agent())
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  const ring = (callId: string) => w.become(agent({ mode: 'ringing', call: { ...call(), callId } }))
  ring('first')
  w.desk.answer()
  t.notOk(w.log.includes('answer'))
  w.phone({ type: 'incoming', auto: false, from: '', callId: 'first' })
  t.equal(w.log.at(-1), 'answer')
  t.equal(w.desk.snapshot().leg, 'answering')
  w.phone({ type: 'over', cause: 'CANCEL' })

  ring('second')
  w.desk.answer()
  w.become(agent())
  ring('third')
  w.phone({ type: 'incoming', auto: false, from: '', callId: 'third' })
  t.equal(w.desk.snapshot().leg, 'incoming', 'the second went elsewhere: its answer is not the third’s')
})

t.test('hanging up ends our own leg even when the engine does not answer', async (t) => {
  const w = world(agent({ mode: 'talking', call: call({ connectedAt: 1 }) }))
  await w.desk.load()
  await settled()
  w.refuse('hang-up')
  await w.desk.act('hang-up')
  t.equal(w.log.at(-1), 'end')
})

t.test('signing out stops the phone', async (t) => {
  const w = world(agent())
  await w.desk.load()
  await settled()
  w.become(agent({ mode: 'signed-out' }))
  t.equal(w.log.at(-1), 'stop')
  t.equal(w.desk.snapshot().phone, 'off')
})

t.test('a sign-in from another place does not take the phone to this page', async (t) => {
  const w = world(agent({ mode: 'signed-out' }))
  await w.desk.load()
  w.become(agent({ mode: 'break' }))
  await settled()
  t.same(w.log, [])
  await w.desk.signIn({ phone: { type: 'browser' } })
  await settled()
  t.same(w.log, ['/api/desk/sign-in', '/api/desk/sip-credentials', 'use'])
})

t.test('an external phone never starts the soft phone', async (t) => {
  const w = world(agent({ phone: { type: 'extension', user: '8001' } }))
  await w.desk.load()
  await settled()
  t.same(w.log, [])
})

t.test('a reload in the very second of the answer: the talk is known only after the phone is registered', async (t) => {
  const w = world(agent({ mode: 'ringing', call: call() }))
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  await settled()
  t.notOk(w.log.includes('/api/desk/reattach'), 'it still rings, as far as this page knows')
  w.become(agent({ mode: 'talking', call: call() }))
  await settled()
  t.equal(w.log.at(-1), '/api/desk/reattach')
  w.become(agent({ mode: 'talking', call: call({ connectedAt: 1 }) }))
  await settled()
  t.equal(w.log.filter((each) => each === '/api/desk/reattach').length, 1, 'once')
})

t.test('a call whose own leg ends is over, not lost by a reload', async (t) => {
  const w = world(agent())
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  w.phone({ type: 'incoming', auto: false, from: '' })
  w.become(agent({ mode: 'ringing', call: call() }))
  w.desk.answer()
  w.phone({ type: 'up' })
  w.become(agent({ mode: 'talking', call: call({ connectedAt: 1 }) }))
  w.phone({ type: 'over', cause: 'BYE' })
  w.become(agent({ mode: 'talking', call: call({ connectedAt: 1, held: true }) }))
  await settled()
  t.notOk(w.log.includes('/api/desk/reattach'))
})

t.test('a leg that has heard no BYE ends with its call, and only then', async (t) => {
  const w = world(agent())
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  w.become(agent({ mode: 'ringing', call: call() }))
  w.phone({ type: 'incoming', auto: false, from: '', callId: 'call-1' })
  w.phone({ type: 'up' })
  w.become(agent({ mode: 'talking', call: call({ connectedAt: 1 }) }))
  const before = w.timers.length
  w.become(agent({ mode: 'wrap-up' }))
  t.equal(w.timers.length, before + 1, 'its BYE may still come')
  w.timers.at(-1)?.()
  t.equal(w.log.at(-1), 'end')
})

t.test('the ring of the next call may overtake the news of the last one’s end', async (t) => {
  const w = world(agent())
  await w.desk.load()
  await settled()
  w.phone({ type: 'phone', state: 'registered' })
  w.phone({ type: 'incoming', auto: false, from: '', callId: 'call-1' })
  w.phone({ type: 'up' })
  w.become(agent({ mode: 'talking', call: call({ connectedAt: 1 }) }))
  w.phone({ type: 'incoming', auto: false, from: '', callId: 'next' })
  w.become(agent({ mode: 'ready' }))
  w.become(agent({ mode: 'ringing', call: { ...call(), callId: 'next' } }))
  for (const run of [...w.timers]) run()
  t.notOk(w.log.includes('end'), 'it is the next call’s leg')
  t.equal(w.desk.snapshot().leg, 'incoming')
})

t.test('hold, transfer and keys are open from the answer on', async (t) => {
  const answered = agent({ mode: 'talking', call: call() })
  t.equal(
    pressable(answered, { ...idle, leg: 'up' }),
    'afterCall signOut hangUp hold mute digits transfer consult invite verify',
  )
})

t.test('the desk has one clock: the call’s by the engine, else the state’s, a wrap-up’s to its end', async (t) => {
  const ringing = agent({ mode: 'ringing', since: 5_000, call: call({ ringingSince: 5_000, clockFrom: 5_000 }) })
  t.equal(deskClock(ringing, 8_000), '0:03')
  const talking = agent({ mode: 'talking', since: 9_000, call: call({ ringingSince: 5_000, clockFrom: 9_000 }) })
  t.equal(deskClock(talking, 12_000), '0:03')
  t.equal(deskClock({ ...talking, since: 11_000 }, 12_000), '0:03', 'whatever the state says')
  t.equal(
    deskClock(agent({ mode: 'talking', call: call({ ringingSince: 5_000, connectedAt: 7_000 }) }), 12_000),
    '0:05',
  )
  t.equal(deskClock(agent({ mode: 'ready', since: 2_000 }), 12_000), '0:10')
  t.equal(deskClock(agent({ mode: 'wrap-up', since: 2_000, wrapUpUntil: 14_000 }), 12_000), '0:02')
  t.equal(deskClock(agent({ mode: 'break', since: 0 }), 12_000), '–')
})
