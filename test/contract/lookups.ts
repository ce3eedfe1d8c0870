// What every Lookups must do, over any Company: never throw, never be later than its deadline, say what is not there.
import t from 'tap'
import type { Company } from '#engine/ports/company.ts'
import type { Lookups } from '#engine/ports/lookups.ts'
import type { Lookup } from '#engine/protocol/lookups.ts'

const FAR_MS = 5_000
const ASKED: Lookup[] = [
  { type: 'access-number', to: '40000', from: '13800000001', at: 1_700_000_000_000 },
  { type: 'dialled', number: '4999', user: 'nobody' },
  { type: 'flow', flowId: 'no-such' },
]

export function lookupsContract(name: string, open: () => Promise<Company>, over: (company: Company) => Lookups): void {
  t.test(`lookups contract: ${name}`, async (t) => {
    const company = await open()

    t.test('what is not there is an answer of the same kind', async (t) => {
      const lookups = over(company)
      for (const lookup of ASKED) t.match(await lookups.ask(lookup, FAR_MS), { type: lookup.type, found: false })
    })

    t.test('a company that cannot be read is an answer, never a throw', async (t) => {
      const failing = () => Promise.reject(new Error('the database is away'))
      const lookups = over({ ...company, snapshot: failing, caller: failing })
      for (const lookup of ASKED) t.match(await lookups.ask(lookup, FAR_MS), { type: 'fault' })
    })

    t.test('a company that hangs is a timeout at the deadline', async (t) => {
      const hanging = () => new Promise<never>(() => {})
      const lookups = over({ ...company, snapshot: hanging, caller: hanging })
      for (const lookup of ASKED) t.match(await lookups.ask(lookup, 30), { type: 'timeout' })
    })

    t.test('a third party that refuses the connection is a fault, and one that hangs a timeout', async (t) => {
      const lookups = over(company)
      const http = { type: 'http', method: 'GET', url: 'http://127.0.0.1:1/', values: {} } as const
      t.match(await lookups.ask(http, FAR_MS), { type: 'fault' })
    })
  })
}
