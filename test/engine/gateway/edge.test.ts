// The edge is told of changed trunks and numbers: once for many changes, and also of a change nobody announced.
import t from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { EDGE_RELOAD, keepEdge } from '#engine/gateway/edge.ts'
import type { EdgePrint } from '#engine/records/store/edge.ts'
import { waitFor } from '#test/kit/wait.ts'

/** An edge that refuses the first `failures` reloads, and a store whose prints the test changes. */
async function kept(failures = 0, compareMs = 5, knows: string[] = []) {
  const told: string[] = []
  const said: unknown[] = []
  const store: { print: EdgePrint; away: boolean } = {
    print: { phones: 'p1', trunks: 't1', registrations: { line: 'r1' } },
    away: false,
  }
  let left = failures
  let reading = 0
  const gate = { shut: Promise.resolve(), open: () => {} }
  const bus = memoryBroker().connect()
  const following = await keepEdge({
    bus,
    compareMs,
    edge: {
      async reloadPhones() {
        told.push(`phones ${store.print.phones}`)
      },
      async reloadTrunks() {
        await gate.shut
        if (left-- > 0) throw new Error('Kamailio does not answer')
        told.push(`trunks ${store.print.trunks}`)
      },
      registrations: async () => knows,
      async refreshRegistration(line) {
        if (left-- > 0) throw new Error('no database')
        told.push(`${line} ${store.print.registrations[line]}`)
      },
      async removeRegistration(line) {
        told.push(`no ${line}`)
      },
    },
    async print() {
      reading++
      if (store.away) throw new Error('PostgreSQL is away')
      return store.print
    },
    failed: (error) => said.push(error),
  })
  await waitFor(() => failures > 0 || told.length >= 3, { what: 'the first comparison' })
  const compared = async () => {
    const before = reading
    await waitFor(() => reading > before + 1, { what: 'comparisons' })
  }
  return { told, said, store, gate, bus, following, compared, fails: (times: number) => (left = times) }
}

const FIRST = ['phones p1', 'trunks t1', 'line r1']

t.test('at its start the edge is told once; nothing changed reloads nothing', async (t) => {
  const { told, bus, following, compared } = await kept()
  bus.publish(EDGE_RELOAD, { what: 'extensions' })
  bus.publish(EDGE_RELOAD, { what: 'trunks' })
  await compared()
  t.same(told, FIRST)
  await following.stop()
})

t.test('a change whose announcement was lost with the bus is told all the same', async (t) => {
  const { told, store, bus, following } = await kept()
  bus.disconnect()
  store.print = { phones: 'p1', trunks: 't2', registrations: { line: 'r1' } }
  bus.publish(EDGE_RELOAD, { what: 'trunks' })
  await waitFor(() => told.length > 3, { what: 'the comparison finds it' })
  t.same(told, [...FIRST, 'trunks t2'], 'and registrations, which did not change, are left alone')
  await following.stop()
})

t.test('a bus that comes back is reason enough to compare', async (t) => {
  const { told, store, bus, following } = await kept(0, 3_600_000)
  bus.disconnect()
  store.print = { phones: 'p1', trunks: 't2', registrations: { line: 'r2' } }
  bus.reconnect()
  await waitFor(() => told.length === 5, { what: 'the reload' })
  t.same(told, [...FIRST, 'trunks t2', 'line r2'])
  await following.stop()
})

t.test('a phone saved, its password changed or switched off is known to the edge at once', async (t) => {
  const { told, store, bus, following } = await kept(0, 3_600_000)
  store.print = { ...store.print, phones: 'p2' }
  bus.publish(EDGE_RELOAD, { what: 'extensions' })
  await waitFor(() => told.length === 4, { what: 'the reload' })
  t.same(told, [...FIRST, 'phones p2'])
  await following.stop()
})

t.test('many changes at once lead to two reloads at most', async (t) => {
  const { told, store, gate, bus, following } = await kept(0, 3_600_000)
  gate.shut = new Promise((resolve) => {
    gate.open = () => resolve()
  })
  for (let n = 0; n < 20; n++) {
    store.print = { phones: 'p1', trunks: `many ${n}`, registrations: { line: 'r1' } }
    bus.publish(EDGE_RELOAD, { what: 'trunks' })
    await new Promise((resolve) => setImmediate(resolve))
  }
  gate.open()
  await waitFor(() => told.at(-1) === 'trunks many 19' && told.length >= 5, { what: 'the second reload' })
  await following.stop()
  t.equal(told.length, 5)
})

t.test('an edge that refuses is asked again until it takes it, and that is said', async (t) => {
  const { told, said, following } = await kept(100)
  await waitFor(() => told.length === 3, { what: 'it takes it in the end' })
  t.same(told, FIRST, 'what was taken is not told again')
  t.equal(said.length, 2, 'said after the third time, then seldom')
  await following.stop()
})

t.test('a store that is away tells nothing, and the change later', async (t) => {
  const { told, store, following, compared } = await kept()
  store.away = true
  store.print = { phones: 'p1', trunks: 't2', registrations: { line: 'r1' } }
  await compared()
  t.equal(told.length, 3)
  store.away = false
  await waitFor(() => told.length === 4, { what: 'the change is told' })
  await following.stop()
})

t.test('a line saved a moment after another is told at once, and the other is left registered', async (t) => {
  const { told, store, bus, following } = await kept(0, 3_600_000)
  for (const registrations of [{ line: 'r1', second: 's1' }, { line: 'r1', second: 's2' }, { second: 's2' }]) {
    store.print = { ...store.print, registrations }
    const before = told.length
    bus.publish(EDGE_RELOAD, { what: 'trunks' })
    await waitFor(() => told.length > before, { what: 'the line is told' })
  }
  t.same(told.slice(FIRST.length), ['second s1', 'second s2', 'no line'])
  await following.stop()
})

t.test('a line that was taken away while nobody told the edge goes at the next start', async (t) => {
  const { told, following } = await kept(0, 5, ['gone', 'line'])
  await waitFor(() => told.length === 4, { what: 'it goes' })
  t.same(told, [...FIRST, 'no gone'])
  await following.stop()
})

t.test('who saved something is answered when the edge was told all of it, not before', async (t) => {
  const { told, store, gate, following, fails } = await kept(0, 5)
  store.print = { ...store.print, trunks: 't2' }
  gate.shut = new Promise((resolve) => {
    gate.open = () => resolve()
  })
  const obeyed = following.obeys().then(() => told.push('obeyed'))
  fails(2)
  gate.open()
  await obeyed
  t.same(told, [...FIRST, 'trunks t2', 'obeyed'], 'also an edge that refuses at first')
  await following.obeys()
  t.equal(told.length, 5, 'what is told already is obeyed')
  await following.stop()
})
