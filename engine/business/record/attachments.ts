// Files that belong to a record, kept where recordings are; what it is is told by its first bytes, never by its name.
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '../../ports/storage.ts'
import type { AttachmentLine } from '../../protocol/business.ts'
import { audit, audited } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { unseenAt } from '../../records/record/plain-text.ts'
import type { Sql } from '../../records/store/postgres.ts'
import type { Actor, BusinessKind } from './kind.ts'

export const ATTACHMENT_BYTES = 16_000_000
const MOST_EACH = 50

/** what may be kept, by its first bytes; all are handed out as downloads */
const TYPES: { type: string; endings: string[]; begins: number[] }[] = [
  { type: 'application/pdf', endings: ['pdf'], begins: [0x25, 0x50, 0x44, 0x46] },
  { type: 'image/png', endings: ['png'], begins: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/jpeg', endings: ['jpg', 'jpeg'], begins: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', endings: ['gif'], begins: [0x47, 0x49, 0x46, 0x38] },
  { type: 'application/zip', endings: ['docx', 'xlsx', 'pptx', 'zip'], begins: [0x50, 0x4b, 0x03, 0x04] },
  { type: 'application/msword', endings: ['doc', 'xls', 'ppt'], begins: [0xd0, 0xcf, 0x11, 0xe0] },
  { type: 'audio/mpeg', endings: ['mp3'], begins: [0x49, 0x44, 0x33] },
  { type: 'audio/wav', endings: ['wav'], begins: [0x52, 0x49, 0x46, 0x46] },
]
const TEXTS = ['txt', 'csv']

const BAD_TYPE = refused('bad-input', {
  say: {
    zh: '只能上传 PDF、图片、Office 文件、ZIP、文本或录音，且内容须与扩展名相符。',
    en: 'PDF, pictures, Office files, ZIP, text or sound only, and the content must be what the name says.',
  },
})

function typeOf(name: string, bytes: Buffer): string | undefined {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  if (TEXTS.includes(ending)) return bytes.includes(0) ? undefined : 'text/plain; charset=utf-8'
  return TYPES.find(({ endings, begins }) => endings.includes(ending) && begins.every((byte, at) => bytes[at] === byte))
    ?.type
}

export const fileOf = (id: string): string => `attachments/${id}`

export const attachmentsOf = async (sql: Sql, { kind }: BusinessKind, recordId: string): Promise<AttachmentLine[]> => [
  ...(await sql<AttachmentLine[]>`select id, at, by_name, name, type, bytes from business_attachments
    where kind = ${kind} and record_id = ${recordId} order by at desc`),
]

interface Given {
  name: string
  bytes: Buffer
  byName: string
}

export async function attach(
  { sql, storage }: { sql: Sql; storage: Storage },
  kind: BusinessKind,
  recordId: string,
  { name, bytes, byName }: Given,
  { by }: Actor,
): Promise<Outcome<AttachmentLine[]>> {
  const type = typeOf(name, bytes)
  if (bytes.length === 0 || type === undefined) return BAD_TYPE
  if (/[\p{Cc}/\\]/u.test(name)) return refused('bad-input', { fields: [{ path: 'name', message: unseenAt(name) }] })
  const there = await attachmentsOf(sql, kind, recordId)
  if (there.length >= MOST_EACH) return refused('overloaded')
  const id = newId('file')
  const path = join(tmpdir(), `tinglan-${id}`)
  await writeFile(path, bytes, { mode: 0o600 })
  await storage.take(fileOf(id), path)
  await sql`insert into business_attachments (id, kind, record_id, account_id, by_name, name, type, bytes)
    values (${id}, ${kind.kind}, ${recordId}, ${by.accountId}, ${byName}, ${name}, ${type}, ${bytes.length})`
  await audit(sql, by, { action: 'attach', kind: audited(kind), recordId, title: name })
  return done(await attachmentsOf(sql, kind, recordId))
}

export async function attachmentFile(
  { sql, storage }: { sql: Sql; storage: Storage },
  kind: BusinessKind,
  recordId: string,
  id: string,
): Promise<Outcome<{ path: string; name: string; type: string }>> {
  const found = (await attachmentsOf(sql, kind, recordId)).find((one) => one.id === id)
  const path = found && (await storage.local(fileOf(id)))
  return found && path !== undefined ? done({ path, name: found.name, type: found.type }) : refused('not-found')
}

export async function detach(
  { sql, storage }: { sql: Sql; storage: Storage },
  kind: BusinessKind,
  recordId: string,
  id: string,
  { by }: Actor,
): Promise<Outcome<AttachmentLine[]>> {
  const [gone] = await sql<{ name: string }[]>`delete from business_attachments
    where id = ${id} and kind = ${kind.kind} and record_id = ${recordId} returning name`
  if (!gone) return refused('not-found')
  await storage.remove(fileOf(id))
  await audit(sql, by, { action: 'detach', kind: audited(kind), recordId, title: gone.name })
  return done(await attachmentsOf(sql, kind, recordId))
}
