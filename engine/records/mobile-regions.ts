// Where mobile numbers are from (归属地): a table the company loads by file, the first seven digits of a number a row.
import { regionName } from '../numbers/region.ts'
import { audit, type By } from './record/audit.ts'
import { done, type Outcome, refused } from './record/outcome.ts'
import type { Sql } from './store/postgres.ts'

const PREFIX = /^1[3-9]\d{5}$/
/** as in 1381234, +86 1381234 and 138-1234 */
const bare = (cell: string): string => cell.replace(/^\+?86(?=1)/, '').replace(/[\s-]/g, '')
const HEADS = {
  prefix: /^(手机)?(号段|号码段|号码前缀|prefix|phone|number)$/i,
  city: /^(归属地|城市|地区|市|区域|region|city|area)$/i,
  province: /^(省份?|province)$/i,
}
const NO_HEADS = {
  zh: '表头里要有“号段”和“城市”（或“归属地”）两列',
  en: 'The head must name the columns "prefix" and "city" (or "region")',
}
const NO_ROWS = {
  zh: '没有一行的号段是七位手机号段（如 1380013）',
  en: 'No row has a prefix of seven digits of a mobile number, such as 1380013',
}

export interface RegionTable {
  heads: readonly string[]
  pieces(): AsyncIterable<{ row: number; cells: string[] }[]>
}
export interface Loaded {
  taken: number
  /** rows that are none: their number and the first as the spreadsheet counts */
  left: number
  firstLeft?: number
}

const placeOf = (heads: readonly string[], what: RegExp): number => heads.findIndex((head) => what.test(head.trim()))

/** The last word of "广东 深圳市"; where no city is told, the province. */
const regionIn = (city: string, province: string): string =>
  regionName((city.trim() || province.trim()).split(/\s+/).at(-1) ?? '')

/** What a file says is added, a prefix that is there already says what the file says. All of it or nothing. */
export async function loadRegions(sql: Sql, by: By, { heads, pieces }: RegionTable): Promise<Outcome<Loaded>> {
  const [prefixAt, cityAt, provinceAt] = [HEADS.prefix, HEADS.city, HEADS.province].map((what) => placeOf(heads, what))
  if (prefixAt === undefined || prefixAt < 0 || cityAt === undefined || Math.max(cityAt, provinceAt ?? -1) < 0)
    return refused('bad-input', { say: NO_HEADS })
  const loaded: Loaded = { taken: 0, left: 0 }
  await sql.begin(async (tx) => {
    for await (const piece of pieces()) {
      const good = new Map<string, string>()
      for (const { row, cells } of piece) {
        const prefix = bare(cells[prefixAt] ?? '')
        const region = regionIn(cells[cityAt] ?? '', cells[provinceAt ?? -1] ?? '')
        if (PREFIX.test(prefix) && region !== '') good.set(prefix, region)
        else {
          loaded.left += 1
          loaded.firstLeft ??= row
        }
      }
      loaded.taken += good.size
      await tx`insert into mobile_regions (prefix, region)
        select * from unnest(${[...good.keys()]}::text[], ${[...good.values()]}::text[])
        on conflict (prefix) do update set region = excluded.region`
    }
    if (loaded.taken > 0)
      await audit(tx, by, { action: 'import', kind: 'mobile-regions', recordId: 'mobile-regions', after: loaded })
  })
  return loaded.taken > 0 ? done(loaded) : refused('bad-input', { say: NO_ROWS })
}

export const clearRegions = (sql: Sql, by: By): Promise<void> =>
  sql.begin(async (tx) => {
    const { count } = await tx`delete from mobile_regions`
    await audit(tx, by, {
      action: 'delete',
      kind: 'mobile-regions',
      recordId: 'mobile-regions',
      before: { rows: count },
    })
  })

export async function countRegions(sql: Sql): Promise<{ prefixes: number; regions: number }> {
  const [row] = await sql<{ prefixes: number; regions: number }[]>`
    select count(*)::int as prefixes, count(distinct region)::int as regions from mobile_regions`
  return row ?? { prefixes: 0, regions: 0 }
}
