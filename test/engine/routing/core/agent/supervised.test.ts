// What a supervisor does to an agent: nothing is offered to it until it is let go, and it is told.
import t from 'tap'
import { offerOf } from '../samples.ts'
import { toQueue } from './expected.ts'
import { ready, signedOut, T, talking } from './stands.ts'

const bar = (on: boolean) => ({ type: 'bar', on }) as const
const offer = { type: 'offer', offer: offerOf({ offerId: 'o2', callId: 'c2' }) } as const

t.test('who is barred is offered nothing, in whatever it is at, until it is let go', async (t) => {
  const barred = ready().does(bar(true), T + 1000)
  t.match(barred.when(offer, T + 2000).decision, {
    effects: [toQueue('offer-refused', { offerId: 'o2', reason: 'busy' })],
  })
  const after = talking()
    .does(bar(true), T + 6000)
    .does({ type: 'call-over', callId: 'c1', cause: 'normal' }, T + 9000)
  t.match(after.state, { barred: true })
  const again = barred
    .does({ type: 'sign-out', by: 'agent' }, T + 3000)
    .does({ type: 'sign-in', phone: { type: 'browser' }, session: 's' }, T + 4000)
  t.match(again.state, { barred: true }, 'signing in anew does not help')
  const free = barred.does(bar(false), T + 3000)
  t.match(free.when(offer, T + 4000).decision, { facts: [{ type: 'leg-made' }, {}, {}] })
  t.match(free.when(bar(false), T + 5000).decision, { facts: { length: 0 } }, 'twice is once')
})

t.test('what was done is told, also to one who is signed out by it', async (t) => {
  const told = { type: 'told', by: '王', act: 'sign-out', note: '开会' } as const
  t.match(signedOut().does(told, T).state, { told: { at: T, by: '王', act: 'sign-out', note: '开会' } })
})
