// Whether carriers' lines live: the edge is given those it does not know, who falls silent is told to engines and people once.
import t from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { watchTrunks } from '#engine/gateway/trunk-watch.ts'
import { subjects } from '#engine/protocol/actors.ts'
import { followTrunksDown } from '#engine/routing/host/trunks-down.ts'
import { waitFor } from '#test/kit/wait.ts'

t.test('a line that falls silent, one that is changed, an edge that forgot them all', async (t) => {
  const trunk = (id: string) => ({ id, name: `线路${id}`, uri: `sip:${id}:5060;transport=udp` })
  let wanted = [trunk('a'), trunk('b')]
  const edge = new Map<string, { id: string; uri: string; flags: string }>([
    ['sip:old', { id: 'old', uri: 'sip:old', flags: 'AP' }],
  ])
  const told: string[] = []
  const bus = memoryBroker().connect()
  const clock = { now: 0 }
  const engine = await followTrunksDown(bus, { steady: () => clock.now })
  const watch = watchTrunks({
    ...{ bus, everyMs: 5, failed: (error) => t.fail(String(error)), notice: ({ zh }) => told.push(zh) },
    wanted: async () => wanted,
    edge: {
      trunksWatched: async () => [...edge.values()],
      async watchTrunk({ id, uri }) {
        edge.set(uri, { id, uri, flags: 'TP' })
      },
      async forgetTrunk(uri) {
        edge.delete(uri)
      },
    },
  })
  t.teardown(() => Promise.all([watch.stop(), engine.stop()]))
  const is = (id: string, flags: string) => edge.set(trunk(id).uri, { id, uri: trunk(id).uri, flags })
  await waitFor(() => edge.has(trunk('b').uri) && !edge.has('sip:old'), { what: 'the edge knows them, and no other' })
  for (const id of ['a', 'b']) is(id, 'AP')
  await waitFor(() => watch.lives('a') === true, { what: 'they live' })
  is('a', 'TP')
  await waitFor(() => watch.lives('b') === true, { what: 'one more turn' })
  t.same(told, [], 'asked again is not silent yet')
  is('a', 'IP')
  await waitFor(() => engine.down().has('a'), { what: 'the engines hear of it' })
  t.same([[...watch.down()], told.length], [['a'], 1])
  edge.clear()
  await waitFor(() => edge.size === 2, { what: 'an edge that was started anew is given them again' })
  is('a', 'AP')
  await waitFor(() => !engine.down().has('a'), { what: 'it is back' })
  t.equal(told.length, 2)
  wanted = [trunk('b')]
  await waitFor(() => edge.size === 1, { what: 'one that is gone is not asked any more' })
  bus.publish(subjects.trunksDown, { ids: ['b'] })
  clock.now = 60_000
  t.equal(engine.down().size, 0, 'what a gateway said that fell silent is forgotten')
})
