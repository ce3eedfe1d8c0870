// A caller whose audio we lost calls again: he stands where he stood, and his waiting counts anew.
import t from 'tap'
import { AWAY, join, queues, T } from './stands.ts'

const card = (number: string) => ({ card: { number } as never })
const lost = (callId: string) => ({ type: 'leave', callId, reason: 'call-ended', lost: true }) as const
type Stand = ReturnType<Awaited<ReturnType<typeof queues>>['queue']>
const order = (stand: Stand) => stand.view()?.waiting.map((one) => one.callId)

const three = (stand: Stand) =>
  ['1380000001', '1380000002', '1380000003'].reduce(
    (now, number, n) => now.does(join(`c${n + 1}`, { ...card(number), joinedAt: T + n }), T + n),
    stand,
  )

t.test('who calls again within five minutes has his place; who comes later, or was not lost, has not', async (t) => {
  const { queue } = await queues()
  const gone = three(queue({ a1: AWAY }, { maxWaitMs: 3_600_000 })).does(lost('c1'), T + 10_000)
  const again = (number: string, at: number) => gone.does(join('again', { ...card(number), joinedAt: at }), at)
  t.strictSame(order(again('1380000001', T + 200_000)), ['again', 'c2', 'c3'])
  t.equal(again('1380000001', T + 200_000).view()?.waiting[0]?.joinedAt, T + 200_000, 'no limit sends him on at once')
  t.strictSame(order(again('1380000001', T + 310_001)), ['c2', 'c3', 'again'], 'too late')
  t.strictSame(order(again('1380000009', T + 200_000)), ['c2', 'c3', 'again'], 'somebody else')
  const left = three(queue({ a1: AWAY })).does({ type: 'leave', callId: 'c1', reason: 'abandoned' }, T + 10_000)
  const back = left.does(join('again', { ...card('1380000001'), joinedAt: T + 20_000 }), T + 20_000)
  t.strictSame(order(back), ['c2', 'c3', 'again'], 'who hung up himself begins again')
  const cut = three(queue({ a1: AWAY }, { keepPlaceAlways: true }))
    .does({ type: 'leave', callId: 'c1', reason: 'abandoned' }, T + 10_000)
    .does(join('again', { ...card('1380000001'), joinedAt: T + 20_000 }), T + 20_000)
  t.strictSame(order(cut), ['again', 'c2', 'c3'], 'unless the queue keeps the place of whoever goes')
})

t.test('a place is taken once, and one called again before the fault was known moves up', async (t) => {
  const { queue } = await queues()
  const twice = three(queue({ a1: AWAY }))
    .does(lost('c1'), T + 10_000)
    .does(join('again', { ...card('1380000001'), joinedAt: T + 20_000 }), T + 20_000)
    .does({ type: 'leave', callId: 'again', reason: 'abandoned' }, T + 21_000)
    .does(join('third', { ...card('1380000001'), joinedAt: T + 22_000 }), T + 22_000)
  t.strictSame(order(twice), ['c2', 'c3', 'third'])
  const early = three(queue({ a1: AWAY })).does(
    join('again', { ...card('1380000001'), joinedAt: T + 20_000 }),
    T + 20_000,
  )
  t.strictSame(order(early), ['c1', 'c2', 'c3', 'again'])
  t.strictSame(order(early.does(lost('c1'), T + 90_000)), ['again', 'c2', 'c3'])
})

t.test('a caller without a number, and a queue that keeps no places', async (t) => {
  const { queue } = await queues()
  const anonymous = queue({ a1: AWAY })
    .does(join('c1', card('anonymous')), T)
    .does(join('c2', card('1380000002')), T + 1)
    .does(lost('c1'), T + 10_000)
    .does(join('again', { ...card('anonymous'), joinedAt: T + 20_000 }), T + 20_000)
  t.strictSame(order(anonymous), ['c2', 'again'])
  const never = three(queue({ a1: AWAY }, { keepPlaceMs: 0 }))
    .does(lost('c1'), T + 10_000)
    .does(join('again', { ...card('1380000001'), joinedAt: T + 20_000 }), T + 20_000)
  t.strictSame(order(never), ['c2', 'c3', 'again'])
})
