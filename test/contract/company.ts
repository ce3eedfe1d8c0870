// What every Company must do: run on the one in memory and on PostgreSQL. `hire` adds an agent by that number.
import t from 'tap'
import type { Company } from '#engine/ports/company.ts'

export function companyContract(
  name: string,
  open: () => Promise<{ company: Company; hire(number: string): Promise<void> }>,
) {
  t.test(`company contract: ${name}`, async (t) => {
    const { company, hire } = await open()

    t.test('a snapshot is whole and JSON-safe, and two without a change are the same', async (t) => {
      const first = await company.snapshot()
      t.strictSame(JSON.parse(JSON.stringify(first)), first, 'nothing in it is lost on the bus')
      for (const list of [first.agents, first.queues, first.numbers, first.flows, first.trunks, first.extensions])
        t.ok(Array.isArray(list))
      t.ok(first.timeZone.length > 0)
      t.strictSame(await company.snapshot(), first)
      t.equal(await company.revision(), first.revision)
    })

    t.test('a change raises the revision, and the snapshot of that revision holds it', async (t) => {
      const before = await company.revision()
      await hire('1009')
      t.ok((await company.revision()) > before)
      const after = await company.snapshot()
      t.ok(after.revision > before)
      t.ok(after.agents.some((agent) => agent.number === '1009'))
    })

    t.test('who takes a snapshot may change it: the next one is as before', async (t) => {
      const mine = await company.snapshot()
      const { length } = mine.agents
      mine.agents.length = 0
      t.equal((await company.snapshot()).agents.length, length)
    })

    t.test('a caller nobody knows is a stranger, not a fault', async (t) => {
      t.match(await company.caller('13900000000'), { number: '13900000000', vip: false, recent: [], vipQueueIds: [] })
      t.match(await company.caller(''), { vip: false, recent: [] })
    })
  })
}
