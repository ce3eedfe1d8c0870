// Who may give orders to a media node: the engine that owns the call's shard, each order once, and in its time.
import t from 'tap'
import { shardOf } from '#engine/protocol/actors.ts'
import type { MediaAnswer, OrderEnvelope } from '#engine/protocol/media.ts'
import type { NodeCore } from '#media/node/core.ts'
import { Fence } from '#media/node/fence.ts'
import type { OrderKind, OrderKinds } from '#media/node/order.ts'
import { OrderDesk } from '#media/node/order-desk.ts'

const CALL = 'c1'
/** a call of another shard */
const OTHER = Array.from({ length: 99 }, (_, n) => `c${n}`).find((id) => shardOf(id) !== shardOf(CALL)) ?? ''
const SHARD = shardOf(CALL)

let ids = 0
const order = (epoch: number, more: Partial<OrderEnvelope> = {}, callId = CALL): OrderEnvelope => ({
  ...{ id: `o${++ids}`, epoch, cause: 'test', order: { type: 'hear', callId, pairs: [] } },
  ...more,
})
const stale = (epoch: number) => ({ ok: false, refusal: 'stale-epoch', detail: `shard ${SHARD} is at epoch ${epoch}` })
const OK: MediaAnswer = { ok: true }

t.test('the epoch last heard of a shard may go on, a later one takes over, an earlier one is out', async (t) => {
  const fence = new Fence()
  t.equal(fence.stop(order(1)), undefined, 'a shard nobody has spoken for')
  t.equal(fence.stop(order(1)), undefined)
  t.equal(fence.stop(order(3)), undefined, 'the next owner')
  t.strictSame(fence.stop(order(2)), stale(3))
  t.strictSame(fence.stop(order(1)), stale(3))
  t.equal(fence.stop(order(3)), undefined)
  t.equal(fence.stop(order(1, {}, OTHER)), undefined, 'another shard has an owner of its own')
  t.strictSame(fence.epochs(), [
    [SHARD, 3],
    [shardOf(OTHER), 1],
  ])
})

t.test('what was known before a restart is known after it; nothing takes an epoch back', async (t) => {
  const fence = new Fence()
  fence.restore([[SHARD, 5]])
  t.strictSame(fence.stop(order(4)), stale(5))
  fence.restore([[SHARD, 2]])
  t.strictSame(fence.stop(order(4)), stale(5), 'an older file says less')
  fence.restore([[SHARD, 6]])
  t.strictSame(fence.stop(order(5)), stale(6))
  t.equal(fence.stop(order(6)), undefined)
})

t.test('an order that comes twice gets its first answer, also when its epoch is over by then', async (t) => {
  const fence = new Fence()
  const [first, refused] = [order(1), order(1)]
  t.equal(fence.answered(first, OK), OK)
  fence.answered(refused, { ok: false, refusal: 'unknown-leg' })
  t.strictSame(fence.stop({ ...first }), OK)
  fence.stop(order(2))
  t.strictSame(fence.stop(first), OK)
  t.strictSame(fence.stop(refused), { ok: false, refusal: 'unknown-leg' })
  t.equal(fence.stop(order(2)), undefined, 'one that was not answered is new')
})

t.test('of 20,000 answers the oldest goes', async (t) => {
  const fence = new Fence()
  const many = Array.from({ length: 20_001 }, () => order(1))
  for (const each of many.slice(0, 20_000)) fence.answered(each, OK)
  t.strictSame(fence.stop(many[0] as OrderEnvelope), OK, 'all of 20,000 are known')
  fence.answered(many[20_000] as OrderEnvelope, OK)
  t.equal(fence.stop(many[0] as OrderEnvelope), undefined)
  t.strictSame(fence.stop(many[1] as OrderEnvelope), OK)
  t.strictSame(fence.stop(many[20_000] as OrderEnvelope), OK)
})

function deskWith(obey: OrderKind['obey'] = () => OK) {
  const logged: string[] = []
  const clock = { now: 1000 }
  const log = (level: string) => (fields: object) => void logged.push(`${level} ${JSON.stringify(fields)}`)
  const core = {
    clock: { now: () => clock.now },
    log: { warn: log('warn'), error: log('error') },
  } as unknown as NodeCore
  const obeyed: string[] = []
  const hear: OrderKind = {
    type: 'hear',
    obey(given, with_) {
      obeyed.push(given.callId)
      return obey(given as never, with_)
    },
  }
  let epochs = 0
  const kinds: OrderKinds = new Map([hear, { ...hear, type: 'hang-up' as const }].map((kind) => [kind.type, kind]))
  const desk = new OrderDesk(core, kinds, new Fence(() => epochs++))
  return { desk, obeyed, logged, clock, epochsTold: () => epochs }
}

t.test('an order is obeyed once and counted once, however often it comes', async (t) => {
  const { desk, obeyed, logged, epochsTold } = deskWith()
  const one = order(1)
  for (const _ of [1, 2, 3]) t.strictSame(desk.take({ ...one }), OK)
  t.strictSame(desk.take(order(1)), OK)
  t.strictSame(obeyed, [CALL, CALL])
  t.strictSame([...desk.orders], [['hear', 2]])
  t.strictSame([...desk.refused], [])
  t.equal(epochsTold(), 1, 'the journal hears of an epoch once')
  t.strictSame(logged, [])
})

t.test('one of a former owner is refused, counted and logged each time, and never obeyed', async (t) => {
  const { desk, obeyed, logged, epochsTold } = deskWith()
  desk.take(order(2))
  const late = order(1)
  t.match(desk.take(late), { ok: false, refusal: 'stale-epoch' })
  t.match(desk.take(late), { ok: false, refusal: 'stale-epoch' })
  t.strictSame([...desk.refused], [['stale-epoch', 2]])
  t.equal(obeyed.length, 1)
  t.equal(epochsTold(), 1)
  t.match(logged, [/"call":"c1","order":"hear".*"epoch":1.*stale-epoch/, /stale-epoch/])
})

t.test('one that comes after its time is refused, and given anew it is obeyed', async (t) => {
  const { desk, obeyed, clock, epochsTold } = deskWith()
  const timed = order(1, { until: 1000 })
  t.strictSame(desk.take(timed), OK, 'in its last millisecond')
  clock.now = 1001
  const late = order(2, { until: 1000 })
  t.strictSame(desk.take(late), { ok: false, refusal: 'too-late' })
  t.equal(epochsTold(), 2, 'its epoch is written down all the same')
  t.strictSame(desk.take(timed), OK, 'one that was obeyed in time has its answer')
  t.strictSame(desk.take({ ...late, until: 2000 }), OK)
  t.strictSame([...desk.refused], [['too-late', 1]])
  t.equal(obeyed.length, 2)
})

t.test('an order nobody knows, one refused and one that breaks are answered in words and stay so', async (t) => {
  const unknown = deskWith()
  const strange = order(1, { order: { type: 'sing', callId: CALL } as never })
  t.strictSame(unknown.desk.take(strange), { ok: false, refusal: 'unknown-order', detail: 'sing' })
  t.strictSame(unknown.desk.take(strange), { ok: false, refusal: 'unknown-order', detail: 'sing' })
  t.strictSame([...unknown.desk.refused], [['unknown-order', 1]])
  const broken = deskWith(() => {
    throw new Error('no such shape')
  })
  t.strictSame(broken.desk.take(order(1)), { ok: false, refusal: 'bad-order', detail: 'no such shape' })
  t.match(broken.logged, [/^error /, /^warn .*bad-order/])
  const leg = deskWith(() => ({ ok: false, refusal: 'unknown-leg' }))
  const again = order(1)
  t.strictSame(
    [leg.desk.take(again), leg.desk.take(again)].map((each) => each.ok),
    [false, false],
  )
  t.equal(leg.obeyed.length, 1)
  t.strictSame([...leg.desk.refused], [['unknown-leg', 1]])
})

t.test('a hang-up in vain is answered as such, and neither counted as refused nor warned of', async (t) => {
  const { desk, logged } = deskWith(() => ({ ok: false, refusal: 'unknown-leg' }))
  const hangUp = order(1, { order: { type: 'hang-up', callId: CALL, legId: 'l', cause: 'normal' } })
  t.strictSame(desk.take(hangUp), { ok: false, refusal: 'unknown-leg' })
  t.strictSame([[...desk.refused], logged], [[], []])
})
