// What the database must hold in clear, and a backup must not: seeds of second factors, keys that sign webhooks, passwords of
// carriers and phones. They lie in a section of their own, sealed by a key that is not in the file.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import type { Tx } from '../records/store/postgres.ts'

interface Secret {
  table: string
  column: string
  id: string
  /** what people call it, when it is left out; '' where a new one does as well */
  words: string
  /** what stands there then: nothing that anybody could guess */
  otherwise: string
}

const RANDOM = "replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')"

export const SECRETS: readonly Secret[] = [
  {
    ...{ table: 'second_factors', column: 'secret', id: 'account_id', words: 'second factors' },
    otherwise: `translate(upper(${RANDOM}), '0189', 'WXYZ')`,
  },
  { table: 'webhooks', column: 'secret', id: 'id', words: 'keys of webhooks', otherwise: RANDOM },
  { table: 'trunks', column: 'password', id: 'id', words: 'passwords at carriers', otherwise: 'null' },
  { table: 'trunks', column: 'registration_secret', id: 'id', words: '', otherwise: RANDOM },
  { table: 'extensions', column: 'ha1', id: 'id', words: 'passwords of phones', otherwise: `left(${RANDOM}, 32)` },
]

/** `columns` as COPY reads them; of secret ones only whether there is one. */
export const withoutSecrets = (plain: string, columns: string): string =>
  columns
    .split(', ')
    .map((column) =>
      SECRETS.some((one) => plain === `public.${one.table}` && column === one.column)
        ? `case when ${column} is not null then '' end`
        : column,
    )
    .join(', ')

type Values = { id: string; value: string | null }[]
type Kept = Record<string, Values>
const nameOf = ({ table, column }: Secret): string => `${table}.${column}`

/** A table that a backup of before did not have yet has none. */
async function there(tx: Tx): Promise<Secret[]> {
  const tables = await tx<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`
  return SECRETS.filter(({ table }) => tables.some(({ name }) => name === table))
}

export async function secretsOf(tx: Tx): Promise<Kept> {
  const kept: Kept = {}
  for (const one of await there(tx))
    kept[nameOf(one)] = await tx<Values>`
      select ${tx(one.id)} as id, ${tx(one.column)} as value from ${tx(one.table)} order by 1`
  return kept
}

/** Puts them back, or without them what nobody knows; answers in words what is missing. */
export async function putSecrets(tx: Tx, kept: Kept | undefined): Promise<string[]> {
  const missing: string[] = []
  for (const one of await there(tx)) {
    const { table, column, id, words, otherwise } = one
    const values = kept?.[nameOf(one)]
    if (values)
      await tx`update ${tx(table)} t set ${tx(column)} = v.value
        from unnest(${values.map((each) => each.id)}::text[], ${values.map((each) => each.value)}::text[]) v (id, value)
        where t.${tx(id)} = v.id`
    else {
      const { count } = await tx`update ${tx(table)} set ${tx(column)} = ${tx.unsafe(otherwise)}
        where ${tx(column)} is not null`
      if (count > 0 && words !== '') missing.push(`${count} ${words}`)
    }
  }
  return missing
}

const SALT = 16
const IV = 12
const TAG = 16
const keyOf = (word: string, salt: Buffer): Buffer => scryptSync(word, salt, 32, { N: 2 ** 15, maxmem: 2 ** 26 })

/** AES-256-GCM under a key stretched from `word`. */
export function sealed(kept: Kept, word: string): Buffer {
  const [salt, iv] = [randomBytes(SALT), randomBytes(IV)]
  const cipher = createCipheriv('aes-256-gcm', keyOf(word, salt), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(kept)), cipher.final()])
  return Buffer.concat([salt, iv, cipher.getAuthTag(), text])
}

/** Nothing when it was sealed by another word, or is not what was sealed. */
export function opened(bytes: Buffer, word: string): Kept | undefined {
  const [iv, tag, text] = [SALT, SALT + IV, SALT + IV + TAG]
  if (bytes.length < text) return undefined
  const key = keyOf(word, bytes.subarray(0, SALT))
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(iv, tag), { authTagLength: TAG })
  decipher.setAuthTag(bytes.subarray(tag, text))
  try {
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(text)), decipher.final()]).toString('utf8')) as Kept
  } catch {
    return undefined
  }
}
