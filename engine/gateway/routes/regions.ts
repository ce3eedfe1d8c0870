// The table of mobile numbers' regions: how much of it there is, what a number is by it, a file more, or none any more.
import { z } from 'zod'
import { TABLE_BYTES, withTable } from '../../business/files/table.ts'
import { clearRegions, countRegions, loadRegions } from '../../records/mobile-regions.ts'
import { regionOf } from '../../records/store/regions.ts'
import { json, jsonOf, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const PIECE = 5_000
const shared = { right: 'configure', tag: 'configuration', path: '/api/mobile-regions' } as const

export const regionRoutes = ({ sql }: Services): Route[] => [
  route({
    ...shared,
    method: 'GET',
    summary: 'How many prefixes of mobile numbers have a region',
    answer: z.object({ prefixes: z.number(), regions: z.number() }),
    handle: async () => json(await countRegions(sql)),
  }),
  route({
    ...shared,
    ...{ method: 'GET', path: '/api/mobile-regions/:number' },
    summary: 'The region of a number in any form; empty where nobody knows',
    answer: z.object({ region: z.string() }),
    handle: async ({ params }) => json({ region: await regionOf(sql, params.number ?? '') }),
  }),
  route({
    ...shared,
    method: 'POST',
    summary: 'Add a CSV or Excel file with the columns prefix (seven digits) and city, or province',
    uploadBytes: TABLE_BYTES,
    uploadType: 'application/octet-stream',
    answer: z.object({ taken: z.number(), left: z.number(), firstLeft: z.number().exactOptional() }),
    handle: async ({ bytes, by }) => jsonOf(await withTable(bytes, PIECE, (table) => loadRegions(sql, by, table))),
  }),
  route({
    ...shared,
    method: 'DELETE',
    summary: 'No region of mobile numbers any more',
    answer: z.boolean(),
    handle: async ({ by }) => {
      await clearRegions(sql, by)
      return json(true)
    },
  }),
]
