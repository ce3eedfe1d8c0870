// Calls for a file: newest first, piece by piece, each going on where the one before ended; names, seconds and local times.
import type { CallRow } from '../../protocol/api.ts'
import { DIRECTIONS, HUNG_UP_BY, OUTCOMES } from '../../protocol/words/calls.ts'
import { CALL_COLUMNS } from '../../protocol/words/files.ts'
import { wordOf } from '../../protocol/words/word.ts'
import type { Reach } from '../../rights/may.ts'
import type { Sql } from '../store/postgres.ts'
import type { Cell, Column, Table } from '../table-files/table.ts'
import { type CallQuery, type Raw, rowOf, selectRows, whereOf } from './call-log.ts'

type Lang = 'zh' | 'en'
interface Said {
  lang: Lang
  time(at: number): string
}

const PIECE_ROWS = 1_000
const seconds = (ms: number): number => Math.round(ms / 1000)

const CELLS: Record<keyof typeof CALL_COLUMNS, (row: CallRow, said: Said) => Cell> = {
  time: (row, { time }) => time(row.arrivedAt),
  direction: (row, { lang }) => wordOf(DIRECTIONS, row.direction, lang),
  from: (row) => row.from,
  to: (row) => row.to,
  queues: (row) => row.queueNames.join(' / '),
  agents: (row) => row.agentNames.join(' / '),
  wait: (row) => seconds(row.waitMs),
  talk: (row) => seconds(row.talkMs),
  outcome: (row, { lang }) => wordOf(OUTCOMES, row.outcome, lang),
  hungUpBy: (row, { lang }) => wordOf(HUNG_UP_BY, row.hungUpBy, lang),
  disposition: (row, { lang }) => row.disposition?.[lang] ?? '',
  note: (row) => row.disposition?.note ?? '',
  recording: (row) => row.recording?.id ?? '',
}
const TYPES: Partial<Record<keyof typeof CALL_COLUMNS, Column['type']>> = {
  time: 'time',
  from: 'id',
  to: 'id',
  recording: 'id',
}

const NAMES = Object.keys(CELLS) as (keyof typeof CELLS)[]

export interface CallExport {
  query: CallQuery
  /** which calls the asker sees */
  reach: Reach | undefined
  lang: Lang
  timeZone: string
}

export async function countCalls(sql: Sql, { query, reach }: CallExport): Promise<number> {
  const [count] = await sql<{ total: number }[]>`select count(*) as total from calls c
    left join recordings r on r.recording_id = c.recording_id ${whereOf(sql, query, reach)}`
  return count?.total ?? 0
}

export function callTable(sql: Sql, ask: CallExport): Table {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: ask.timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const said: Said = { lang: ask.lang, time: (at) => clock.format(at) }
  return {
    columns: NAMES.map((name) => {
      const type = TYPES[name]
      return { title: CALL_COLUMNS[name][ask.lang], ...(type ? { type } : {}) }
    }),
    rows: cellsOf(callPieces(sql, ask, PIECE_ROWS), (row) => NAMES.map((name) => CELLS[name](row, said))),
  }
}

async function* cellsOf(pieces: AsyncIterable<CallRow[]>, cells: (row: CallRow) => Cell[]) {
  for await (const rows of pieces) yield rows.map(cells)
}

/** All calls of a search, newest first, so many at a time. */
export async function* callPieces(
  sql: Sql,
  { query, reach }: Pick<CallExport, 'query' | 'reach'>,
  size: number,
): AsyncGenerator<CallRow[]> {
  const where = whereOf(sql, query, reach)
  let last: Raw | undefined
  for (;;) {
    // the same order the list has; what comes in meanwhile is newer than the first row and not in the file
    const after = last
      ? sql`and (c.arrived_at < ${last.arrivedAt}::timestamptz
          or (c.arrived_at = ${last.arrivedAt}::timestamptz and c.call_id > ${last.callId}))`
      : sql``
    const rows: Raw[] = await sql<Raw[]>`${selectRows(sql)} ${where} ${after}
      order by c.arrived_at desc, c.call_id limit ${size}`
    yield rows.map(rowOf)
    if (rows.length < size) return
    last = rows.at(-1)
  }
}
