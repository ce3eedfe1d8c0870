// ClickHouse in and out of a backup: what the ledger cannot fill again, which is imported history, and facts older than
// the ledger's first. The rest comes back by following the ledger.
import type { ClickHouse } from '#analytics/clickhouse/client.ts'
import { createSchema } from '#analytics/clickhouse/schema.ts'
import { progressIn } from '#analytics/collector/progress.ts'
import { type ArchiveReader, type ArchiveWriter, wholeOf } from './archive.ts'

const FOLDER = 'clickhouse'
const ABOUT = `${FOLDER}/about.json`
const PAGE = 20_000
const TABLES = { imported_interval: 'series, date, minute', before_import: 'id, date, minute' } as const

interface About {
  /** sequence of the ledger's first entry in this backup */
  first: number
}

export async function saveFacts(clickhouse: ClickHouse, first: number, archive: ArchiveWriter): Promise<number> {
  await createSchema(clickhouse)
  await archive.add(ABOUT, [Buffer.from(JSON.stringify({ first } satisfies About))])
  let rows = 0
  const lines = async function* (sql: string): AsyncGenerator<Buffer> {
    for (let from = 0; ; from += PAGE) {
      const page = await clickhouse.rows<object>(`${sql} limit ${PAGE} offset ${from}`)
      rows += page.length
      yield Buffer.from(page.map((row) => `${JSON.stringify(row)}\n`).join(''))
      if (page.length < PAGE) return
    }
  }
  for (const [table, order] of Object.entries(TABLES))
    await archive.add(`${FOLDER}/${table}`, lines(`select * from tinglan.${table} order by ${order}`))
  const older = `select * from tinglan.facts where sequence < ${first} order by sequence, seq, id`
  if (first > 1) await archive.add(`${FOLDER}/facts`, lines(older))
  return rows
}

export async function isFilled(clickhouse: ClickHouse): Promise<boolean> {
  const [there] = await clickhouse.rows<{ tables: number }>(
    "select count() as tables from system.tables where database = 'tinglan' and name in ('facts', 'imported_interval') and total_rows > 0",
  )
  return Number(there?.tables ?? 0) > 0
}

export async function loadFacts(clickhouse: ClickHouse, archive: ArchiveReader): Promise<number> {
  await createSchema(clickhouse)
  const { first } = JSON.parse((await wholeOf(archive.take())).toString('utf8')) as About
  let rows = 0
  for (let next = await archive.peek(); next?.startsWith(`${FOLDER}/`); next = await archive.peek()) {
    const table = `tinglan.${next.slice(FOLDER.length + 1)}`
    for await (const page of pagesOf(archive.take())) {
      await clickhouse.insert(table, page)
      rows += page.length
    }
  }
  if (first > 1) await progressIn(clickhouse).note({ after: first - 1, through: first - 1 })
  return rows
}

async function* pagesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<object[]> {
  let rest = Buffer.alloc(0)
  for await (const piece of bytes) {
    const text = Buffer.concat([rest, piece])
    const end = text.lastIndexOf(0x0a) + 1
    rest = text.subarray(end)
    const lines = text.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
    for (let at = 0; at < lines.length; at += PAGE)
      yield lines.slice(at, at + PAGE).map((line) => JSON.parse(line) as object)
  }
}
