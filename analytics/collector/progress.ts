// How far the ledger stands in ClickHouse. Before a batch goes in, its range is written down: whoever comes after a crash
// inserts that same range again under the same token, and ClickHouse drops what it has.
import type { ClickHouse } from '../clickhouse/client.ts'

export interface Range {
  /** stream sequences: everything after `after` up to `through` */
  after: number
  through: number
}

interface Row extends Range {
  n: number
}

export interface Progress {
  /** the range that may have been inserted in part; undefined when nothing was ever collected */
  last(): Promise<Range | undefined>
  note(range: Range): Promise<void>
}

export function progressIn(clickhouse: ClickHouse): Progress {
  let n = 0
  return {
    async last() {
      const [row] = await clickhouse.rows<Row>(
        'select n, after, through from tinglan.collected order by n desc limit 1',
      )
      n = Number(row?.n ?? 0)
      return row && { after: Number(row.after), through: Number(row.through) }
    },
    note: (range) => clickhouse.insert('tinglan.collected', [{ one: 1, n: ++n, ...range }]),
  }
}
