// The centre's own name, colour and logo on the pages; without them the settings' name and our own look.
import { createHash } from 'node:crypto'
import type { Colour, Look } from '../protocol/look.ts'
import { audit, type By } from './record/audit.ts'
import { done, type Outcome, refused } from './record/outcome.ts'
import type { Queries, Sql } from './store/postgres.ts'

export const LOGO_BYTES = 300_000

interface Row {
  name: string
  colour: Colour
  logoType: string
  logoHash: string
}

const rowOf = async (sql: Queries): Promise<Row | undefined> =>
  (await sql<Row[]>`select name, colour, logo_type, logo_hash from company_look`)[0]

export async function lookOf(sql: Queries, companyName: string): Promise<Look> {
  const row = await rowOf(sql)
  return {
    companyName: row?.name || companyName,
    colour: row?.colour ?? 'sea',
    ...(row && row.logoHash !== '' ? { logo: `/api/logo?is=${row.logoHash}` } : {}),
  }
}

export async function logoOf(sql: Queries): Promise<{ bytes: Buffer; type: string } | undefined> {
  const [row] = await sql<{ logo: Buffer | null; logoType: string }[]>`select logo, logo_type from company_look`
  return row?.logo ? { bytes: row.logo, type: row.logoType } : undefined
}

export async function saveLook(sql: Sql, by: By, next: { name: string; colour: Colour }): Promise<void> {
  await sql.begin(async (tx) => {
    const before = await rowOf(tx)
    await tx`insert into company_look (name, colour) values (${next.name}, ${next.colour})
      on conflict (one) do update set name = excluded.name, colour = excluded.colour`
    await audit(tx, by, {
      ...{ action: 'change', kind: 'look', recordId: 'look', title: next.name, after: next },
      before: { name: before?.name ?? '', colour: before?.colour ?? 'sea' },
    })
  })
}

/** Pictures that run nothing, told by how they begin. */
function typeOf(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png'
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg'
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp'
  return undefined
}

const NO_PICTURE = { zh: '请上传 PNG、JPEG 或 WebP 图片', en: 'Upload a PNG, JPEG or WebP picture' }

/** Without bytes the logo goes. */
export async function saveLogo(sql: Sql, by: By, bytes: Buffer | undefined): Promise<Outcome<true>> {
  const type = bytes && typeOf(bytes)
  if (bytes && type === undefined) return refused('bad-input', { say: NO_PICTURE })
  const hash = bytes ? createHash('sha256').update(bytes).digest('hex').slice(0, 16) : ''
  await sql.begin(async (tx) => {
    await tx`insert into company_look (logo, logo_type, logo_hash) values (${bytes ?? null}, ${type ?? ''}, ${hash})
      on conflict (one) do update set logo = excluded.logo, logo_type = excluded.logo_type, logo_hash = excluded.logo_hash`
    await audit(tx, by, { action: 'change', kind: 'look', recordId: 'look', title: 'logo', after: { logo: hash } })
  })
  return done(true)
}
