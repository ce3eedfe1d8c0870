// The sample company: JSON files in config/sample-company, one per kind, in the words of the forms. Empty databases only.
import { readFile } from 'node:fs/promises'
import { type RecordsParts, recordsOf } from './record/configure.ts'
import { loadKinds } from './record/kinds.ts'
import { nested, type Sql, type Tx } from './store/postgres.ts'

const FOLDER = new URL('../../config/sample-company/', import.meta.url)

/** Whatever is named must be there before it is named. */
const ORDER = [
  'groups',
  'queues',
  'agents',
  'flows',
  'numbers',
  'trunks',
  'extensions',
  'holidays',
  'accounts',
  'shifts',
  'work-rules',
  'staffing-targets',
  'kiosks',
] as const

const BY = { accountId: 'system', account: 'system', ip: '' }

export interface SampleAccount {
  account: string
  password: string
  role: string
  name: string
}

export const sampleAccounts = async (): Promise<SampleAccount[]> =>
  (await read('accounts')) as unknown as SampleAccount[]

/** Answers how many records were made: 0 when the database was not empty. All or nothing. */
export async function loadSampleCompany(
  sql: Sql,
  parts: Pick<RecordsParts, 'realm' | 'home' | 'hashPassword' | 'checkFlow'>,
): Promise<number> {
  const kinds = await loadKinds()
  return sql.begin(async (tx) => {
    await tx`select revision from company_revision for update`
    const [row] = await tx<{ used: boolean }[]>`
      select exists (select 1 from accounts) or exists (select 1 from agents) or exists (select 1 from queues) as used`
    if (row?.used) return 0
    const records = recordsOf({
      ...parts,
      // known to everybody, which the pages say
      isCommonPassword: async () => false,
      phonePassword: () => '',
      transaction: nested(tx),
      kinds,
      announce: () => undefined,
    })
    let made = 0
    for (const name of ORDER) {
      const kind = kinds.get(name)
      if (!kind) throw new Error(`there is no kind ${name}`)
      for (const { id, ...values } of await read(name)) {
        const outcome = await records.create(kind, values, BY, id === undefined ? {} : { id: String(id) })
        if (!outcome.ok)
          throw new Error(`config/sample-company/${name}.json, ${String(id)}: ${JSON.stringify(outcome)}`)
        made += 1
      }
    }
    return made + (await sampleCustomers(tx))
  })
}

/** As the record engine keeps them: it gives them their spelling when the gateway starts. */
async function sampleCustomers(tx: Tx): Promise<number> {
  const customers = await read('customers')
  for (const { id, number, dedicatedAgentId = null, ...rest } of customers) {
    const data = { ...rest, dedicatedAgentId: dedicatedAgentId ?? '', phones: [{ type: 'mobile', number }] }
    await tx`insert into biz_customers (id, data, keys, state, owner_id)
      values (${String(id)}, ${tx.json(data as never)}, array['tel:' || number_key(${String(number)}::text)], 'new',
        ${dedicatedAgentId as string | null})`
  }
  return customers.length
}

async function read(name: string): Promise<Record<string, unknown>[]> {
  try {
    return JSON.parse(await readFile(new URL(`${name}.json`, FOLDER), 'utf8')) as Record<string, unknown>[]
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') return []
    throw cause
  }
}
