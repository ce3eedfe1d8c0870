// Tokens of wall screens: made of the screen's id and the installation's secret, so none is kept; good while the screen is.
import { timingSafeEqual } from 'node:crypto'
import { kioskPath, kioskProof } from '#config/kiosk.ts'
import type { Board } from '../../protocol/boards.ts'
import type { Screen } from '../../protocol/live.ts'
import type { Sql } from '../store/postgres.ts'

export interface Kiosks {
  /** the address to open on the screen */
  pathOf(id: string): string
  /** undefined: never made, revoked or turned off */
  find(token: string): Promise<Screen | undefined>
  /** what it goes through, in the order chosen; none: the standard wallboard */
  boards(id: string): Promise<Board[]>
  /** of one that is there, the first by name */
  first(): Promise<string | undefined>
}

export function kiosksOf(sql: Sql, secret: string): Kiosks {
  return {
    pathOf: (id) => kioskPath(secret, id),
    async find(token) {
      const [id = '', given = ''] = token.split('.')
      if (!sameSecret(given, kioskProof(secret, id))) return undefined
      const [row] = await sql<
        Screen[]
      >`select id, queue_ids, show_numbers as numbers from kiosks where id = ${id} and enabled`
      return row
    },
    async boards(id) {
      const rows = await sql<Board[]>`
        select b.id, b.name, b.seconds, b.tiles from kiosks k
          join unnest(k.board_ids) with ordinality as chosen(board_id, place) on true
          join boards b on b.id = chosen.board_id and b.enabled
        where k.id = ${id} and k.enabled order by chosen.place`
      return [...rows]
    },
    async first() {
      const [row] = await sql<
        { id: string }[]
      >`select id from kiosks where enabled order by name collate pinyin limit 1`
      return row?.id
    },
  }
}

function sameSecret(given: string, secret: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(secret)
  return a.length === b.length && timingSafeEqual(a, b)
}
