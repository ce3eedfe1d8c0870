// A million customers with twelve columns of the company's own: pages, filters and the last four digits of many users at once, an
// import with de-duplication, an export. Through the record engine and a real PostgreSQL, without HTTP.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { percentile } from '#bench/kit/figures.ts'
import type { Progress } from '#bench/kit/progress.ts'
import { type Cell, defineScenario } from '#bench/kit/scenario.ts'
import { begin, importable, lookAt, packageOf } from '#engine/business/files/import.ts'
import { businessTable } from '#engine/business/record/export.ts'
import { saveSetup, setupSchema } from '#engine/business/record/info.ts'
import type { Actor, BusinessKind, Values } from '#engine/business/record/kind.ts'
import { loadBusinessKinds, prepareBusiness } from '#engine/business/record/kinds.ts'
import { type BusinessAsk, listBusiness } from '#engine/business/record/list.ts'
import { keysIn, spellingIn } from '#engine/business/record/search.ts'
import { type Shape, shapeOf } from '#engine/business/record/shape.ts'
import type { Sql } from '#engine/records/store/postgres.ts'
import { folderStorage } from '#engine/storage/folder.ts'
import { CHINA } from '#test/kit/home.ts'
import { startStore } from '#test/kit/postgres.ts'

const ACTOR: Actor = { who: { role: 'administrator' }, by: { accountId: 'bench', account: 'bench', ip: '' } }
const AGENT: Actor = {
  who: { role: 'agent', agentId: 'agent-7' },
  by: { accountId: 'bench-7', account: '1007', ip: '' },
}
const AGENTS = 200
const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉红建文博宇轩子涵']
const CITIES = ['北京', '上海', '广州', '深圳', '成都', '杭州', '武汉', '西安', '南京', '天津']
const label = (zh: string) => ({ zh, en: '' })
const options = CITIES.map((city, n) => ({ value: `c${n}`, label: label(city) }))
const COLUMNS = [
  ...Array.from({ length: 4 }, (_, n) => ({ name: `own${n}`, label: label(`文本${n}`), type: 'text', listed: n < 2 })),
  ...Array.from({ length: 3 }, (_, n) => ({ name: `pick${n}`, label: label(`下拉${n}`), type: 'choice', options })),
  ...Array.from({ length: 2 }, (_, n) => ({ name: `sum${n}`, label: label(`金额${n}`), type: 'money' })),
  ...Array.from({ length: 2 }, (_, n) => ({ name: `day${n}`, label: label(`日期${n}`), type: 'date' })),
  { name: 'flag', label: label('标记'), type: 'switch' },
]

const name = (n: number): string =>
  [SURNAMES[n % 20], GIVEN[Math.floor(n / 20) % 36], GIVEN[Math.floor(n / 720) % 36]].join('')
const phone = (n: number): string => `1${3 + (n % 7)}${String((n * 7_919) % 1_000_000_000).padStart(9, '0')}`
const day = (n: number): string => `20${10 + (n % 20)}-${String(1 + (n % 12)).padStart(2, '0')}-15`

/** spread, and the same each time */
const valuesOf = (n: number): Values => ({
  ...{
    name: name(n),
    phones: [{ type: 'mobile', number: phone(n) }],
    company: `公司${n % 5_000}`,
    region: CITIES[n % 10],
  },
  ...{ own0: `a${n % 1_000}`, own1: `b${n % 77}`, own2: `编号${n}`, own3: '', flag: n % 3 === 0, vip: n % 50 === 0 },
  ...{ pick0: `c${n % 10}`, pick1: `c${(n * 3) % 10}`, pick2: '', sum0: n % 10_000, sum1: (n % 100) / 4 },
  ...{ day0: day(n), day1: day(n + 5), vipQueueIds: [], gender: '', note: '', address: '', email: '', idCard: '' },
})

const copied = (text: string): string =>
  text.replaceAll(/[\\\t\n\r]/g, (sign) => ({ '\\': '\\\\', '\t': '\\t' })[sign] ?? ' ')
const array = (all: readonly string[]): string => `{${all.map((one) => `"${one}"`).join(',')}}`

async function fill(sql: Sql, shape: Shape, rows: number, progress: Progress): Promise<void> {
  // pinyin of a name is the dear part, and names repeat
  const spelled = new Map<string, string>()
  const spelling = (values: Values): string => {
    const key = String(values.name)
    const named = spelled.get(key) ?? spellingIn(shape, { name: key }, null)
    spelled.set(key, named)
    return `${named} ${spellingIn(shape, { ...values, name: '' }, null)}`
  }
  async function* lines(): AsyncGenerator<string> {
    for (let n = 0; n < rows; n += 1) {
      const values = valuesOf(n)
      if (n % 10_000 === 0) progress.show(n, rows, 'customers are written')
      const cells = [`c${n}`, ['new', 'following', 'won', 'lost'][n % 4], `agent-${n % AGENTS}`, JSON.stringify(values)]
      yield `${[...cells, array(keysIn(shape, values)), spelling(values)].map((one) => copied(String(one))).join('\t')}\n`
    }
  }
  const into = await sql`copy biz_customers (id, state, owner_id, data, keys, spelling) from stdin`.writable()
  await pipeline(lines(), into)
  await sql`update biz_customers set updated_at = now() - make_interval(secs => (hashtext(id) % 1000000 + 1000000))`
}

/** What people ask lists for. */
const ASKS: { what: string; actor: Actor; ask(n: number): Omit<BusinessAsk, 'size'> }[] = [
  { what: 'first page', actor: ACTOR, ask: () => ({}) },
  { what: 'own first page', actor: AGENT, ask: () => ({}) },
  { what: 'by a state', actor: ACTOR, ask: () => ({ state: 'won' }) },
  { what: 'last four digits', actor: ACTOR, ask: (n) => ({ search: phone(n).slice(-4) }) },
  { what: 'last four digits, own', actor: AGENT, ask: (n) => ({ search: phone(n).slice(-4) }) },
  { what: 'whole number', actor: ACTOR, ask: (n) => ({ search: phone(n) }) },
  { what: 'name', actor: ACTOR, ask: (n) => ({ search: name(n) }) },
  { what: 'surname, common', actor: ACTOR, ask: () => ({ search: '王' }) },
  {
    what: 'own column, rare',
    actor: ACTOR,
    ask: (n) => ({ filter: { field: 'own0', is: 'equal', value: `a${n % 1_000}` } }),
  },
  {
    what: 'own column, common',
    actor: ACTOR,
    ask: (n) => ({ filter: { field: 'pick0', is: 'equal', value: `c${n % 10}` } }),
  },
  {
    ...{ what: 'two columns', actor: ACTOR },
    ask: (n) => ({
      filter: {
        and: [
          { field: 'pick1', is: 'equal', value: `c${n % 10}` },
          { field: 'sum0', is: 'least', value: 9_000 },
        ],
      },
    }),
  },
  { what: 'sorted by an own amount', actor: ACTOR, ask: () => ({ sort: 'sum0', descending: true }) },
  { what: 'sorted by name', actor: ACTOR, ask: () => ({ sort: 'name' }) },
]

async function asked(
  sql: Sql,
  kinds: Awaited<ReturnType<typeof loadBusinessKinds>>,
  kind: BusinessKind,
  each: number,
  users: number,
  progress: Progress,
) {
  const rows: Cell[][] = []
  for (const { what, actor, ask } of ASKS) {
    const took: number[] = []
    let next = 0
    const user = async (): Promise<void> => {
      while (next < each) {
        const n = next++ * 977 + 13
        const from = performance.now()
        await listBusiness(sql, kinds, kind, { ...ask(n), size: 20 }, actor)
        took.push(performance.now() - from)
      }
    }
    await Promise.all(Array.from({ length: users }, user))
    rows.push([what, each, ...[50, 99, 100].map((p) => Math.round(percentile(took, p) * 10) / 10)])
    progress.show(rows.length, ASKS.length, what)
  }
  return rows
}

async function imported(
  sql: Sql,
  kinds: Awaited<ReturnType<typeof loadBusinessKinds>>,
  kind: BusinessKind,
  count: number,
  from: number,
) {
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-bench-'))
  try {
    const fields = importable(await shapeOf(sql, kind)).filter(
      ({ name: field }) => !['vipQueueIds', 'dedicatedAgentId', 'state'].includes(field),
    )
    const heads = ['name', 'phones', 'company', 'own0', 'own1', 'own2', 'sum0', 'day0'].filter((one) =>
      fields.some((field) => field.name === one),
    )
    // a tenth is there already
    const line = (n: number): string => {
      const { phones: _phones, ...values } = valuesOf(n % 10 === 0 ? n : from + n)
      return heads
        .map((head) => (head === 'phones' ? phone(n % 10 === 0 ? n : from + n) : String(values[head] ?? '')))
        .join(',')
    }
    const csv = Buffer.from([heads.join(','), ...Array.from({ length: count }, (_, n) => line(n))].join('\n'))
    const faults: unknown[] = []
    const importing = {
      ...{ sql, kinds, home: CHINA, timeZone: 'Asia/Shanghai', now: Date.now(), storage: folderStorage(dir) },
      failed: (error: unknown) => faults.push(error),
    }
    const at = performance.now()
    const look = await lookAt(importing, kind, csv, ACTOR)
    if (!look.ok) throw new Error(JSON.stringify(look))
    const ask = { file: look.value.file, name: 'bench', fileName: '', twice: 'skip' as const, pooled: false }
    const mapping = Object.fromEntries(heads.map((head) => [head, head]))
    const started = await begin(importing, kind, { ...ask, mapping }, ACTOR, 'bench')
    if (!started.ok) throw new Error(JSON.stringify(started))
    const ticks = setInterval(() => undefined, 1_000)
    for (;;) {
      const now = await packageOf(sql, kind, started.value.id)
      if (now?.state !== 'running') {
        clearInterval(ticks)
        if (faults.length > 0) throw faults[0]
        return { ms: performance.now() - at, now }
      }
      await once(AbortSignal.timeout(250), 'abort')
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function exported(
  sql: Sql,
  kinds: Awaited<ReturnType<typeof loadBusinessKinds>>,
  kind: BusinessKind,
  count: number,
) {
  const at = performance.now()
  const of = { ask: {}, ids: [], columns: [], lang: 'zh' as const, timeZone: 'Asia/Shanghai' }
  const { table } = await businessTable(sql, kinds, kind, of, ACTOR)
  let rows = 0
  for await (const piece of table.rows) {
    rows += piece.length
    if (rows >= count) break
  }
  return { ms: performance.now() - at, rows }
}

export default defineScenario({
  name: 'customers',
  about: 'lists, search, import and export over a million customers with twelve own columns',
  options: [
    { name: 'rows', type: 'number', label: { zh: '客户数', en: 'customers' }, default: 1_000_000 },
    { name: 'asks', type: 'number', label: { zh: '每种查询次数', en: 'of each question' }, default: 100 },
    { name: 'users', type: 'number', label: { zh: '同时', en: 'at once' }, default: 8 },
    { name: 'file', type: 'number', label: { zh: '导入行数', en: 'rows of the file' }, default: 100_000 },
  ],
  async run({ rows = 0, asks = 0, users = 8, file = 0 }, progress) {
    const store = await startStore()
    const { sql } = store
    try {
      const kinds = await loadBusinessKinds()
      const kind = kinds.get('customers') as BusinessKind
      await sql`drop index biz_customers_spelling, biz_customers_keys`
      await fill(sql, await shapeOf(sql, kind), rows, progress)
      progress.show(0, 1, 'indexes')
      await sql`create index biz_customers_keys on biz_customers using gin (keys)`
      await sql`create index biz_customers_spelling on biz_customers using gin (spelling) with (gin_pending_list_limit = 1024)`
      await prepareBusiness(sql, kinds)
      const setup = setupSchema.parse({ version: 0, columns: COLUMNS, states: [], layout: {}, rules: {} })
      const saved = await saveSetup(sql, kind, setup, ACTOR)
      if (!saved.ok) throw new Error(JSON.stringify(saved))
      await sql`vacuum analyze biz_customers`
      const figures = await asked(sql, kinds, kind, asks, users, progress)
      progress.show(0, 1, 'import')
      const taken = await imported(sql, kinds, kind, file, rows)
      const out = await exported(sql, kinds, kind, file)
      const heap = Math.round(process.memoryUsage().rss / 2 ** 20)
      const seconds = (ms: number) => Math.round(ms / 100) / 10
      return {
        columns: [
          { name: 'list' },
          { name: 'times' },
          ...['p50', 'p99', 'most'].map((one) => ({ name: one, unit: 'ms' })),
        ],
        rows: figures,
        notes: [
          `import of ${file} rows with de-duplication: ${seconds(taken.ms)} s (added ${taken.now?.added}, skipped ${taken.now?.skipped}, wrong ${taken.now?.wrong})`,
          `export of ${out.rows} rows as they are written to a file: ${seconds(out.ms)} s`,
          `${heap} MiB resident at the end, the thread of the file and this bench with it; ${users} asked at once, without HTTP`,
        ],
        ok: taken.now?.state === 'done',
      }
    } finally {
      await store.stop()
    }
  },
})
