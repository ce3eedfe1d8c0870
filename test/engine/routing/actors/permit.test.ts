// An engine acts only while nobody else may take its shards.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import { Permit } from '#engine/routing/actors/permit.ts'

function permitOf(heard: () => number) {
  const clock = manualClock()
  const proofs: { kept(): void; failed(): void }[] = []
  const prove = () =>
    new Promise<void>((kept, failed) => void proofs.push({ kept, failed: () => failed(new Error('nobody there')) }))
  return { clock, proofs, permit: new Permit({ clock, leaseMs: 1_000, heardByAll: heard, prove }) }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

t.test('alone, or heard by all a moment ago, it acts and proves nothing', async (t) => {
  const alone = permitOf(() => Number.POSITIVE_INFINITY)
  t.ok(alone.permit.holds())
  const { clock, permit, proofs } = permitOf(() => clock.steady() - 400)
  permit.renew()
  t.ok(permit.holds())
  t.equal(proofs.length, 0)
})

t.test('one whom somebody does not hear stops before anybody may take over', async (t) => {
  const { clock, permit } = permitOf(() => from)
  const from = clock.steady()
  clock.advance(999)
  t.ok(permit.holds())
  clock.advance(1)
  t.notOk(permit.holds())
})

t.test(
  'most servers keep what it writes: it goes on, from when it asked and not from when they answered',
  async (t) => {
    const { clock, permit, proofs } = permitOf(() => from)
    const from = clock.steady()
    clock.advance(500)
    permit.renew()
    clock.advance(600)
    t.notOk(permit.holds(), 'not answered yet')
    proofs[0]?.kept()
    await settled()
    t.ok(permit.holds())
    clock.advance(400)
    t.notOk(permit.holds(), 'asked for 1,000 ms ago')
  },
)

t.test('a proof that hangs is asked for anew, and its answer says nothing then', async (t) => {
  const { clock, permit, proofs } = permitOf(() => Number.NEGATIVE_INFINITY)
  permit.renew()
  permit.renew()
  t.equal(proofs.length, 1)
  clock.advance(1_000)
  permit.renew()
  t.equal(proofs.length, 2)
  proofs[0]?.kept()
  await settled()
  t.notOk(permit.holds())
  proofs[1]?.failed()
  await settled()
  permit.renew()
  t.equal(proofs.length, 3)
})
