// The edge is told of changed trunks and numbers: once for many changes, again when it did not hear.
import t from 'tap'
import { memoryBus } from '#engine/bus/memory.ts'
import { EDGE_RELOAD, reloadEdge } from '#engine/gateway/edge.ts'
import { waitFor } from '#test/kit/wait.ts'

function edge(failures = 0) {
  const told: string[] = []
  let left = failures
  const gate = { open: () => {}, shut: Promise.resolve() }
  return {
    told,
    gate,
    async reloadTrunks() {
      await gate.shut
      if (left-- > 0) throw new Error('Kamailio does not answer')
      told.push('trunks')
    },
    async reloadRegistrations() {
      told.push('registrations')
    },
  }
}

t.test('a changed phone reloads nothing, a changed trunk reloads trunks and registrations', async (t) => {
  const bus = memoryBus()
  const one = edge()
  const following = await reloadEdge(bus, one, () => t.fail(), 1)
  bus.publish(EDGE_RELOAD, { what: 'extensions' })
  bus.publish(EDGE_RELOAD, { what: 'trunks' })
  await waitFor(() => one.told.length === 2, { what: 'the reload' })
  t.same(one.told, ['trunks', 'registrations'])
  await following.stop()
})

t.test('many changes at once lead to two reloads at most', async (t) => {
  const bus = memoryBus()
  const one = edge()
  one.gate.shut = new Promise((resolve) => {
    one.gate.open = () => resolve()
  })
  const following = await reloadEdge(bus, one, () => t.fail(), 1)
  for (let n = 0; n < 20; n++) bus.publish(EDGE_RELOAD, { what: 'trunks' })
  await new Promise((resolve) => setImmediate(resolve))
  one.gate.open()
  await waitFor(() => one.told.length >= 4, { what: 'the second reload' })
  await following.stop()
  t.equal(one.told.length, 4)
})

t.test('an edge that does not answer is asked again, and given up after five times', async (t) => {
  const bus = memoryBus()
  const shaky = edge(2)
  const following = await reloadEdge(bus, shaky, () => t.fail(), 1)
  bus.publish(EDGE_RELOAD, { what: 'trunks' })
  await waitFor(() => shaky.told.length === 2, { what: 'the third attempt' })
  await following.stop()
  const dead = edge(100)
  let failed = 0
  const other = await reloadEdge(bus, dead, () => void failed++, 1)
  bus.publish(EDGE_RELOAD, { what: 'trunks' })
  await waitFor(() => failed === 1, { what: 'giving up' })
  t.same(dead.told, [])
  await other.stop()
})
