// The configuration file of a desk phone, as it asks for it.
import type { Queries } from '../store/postgres.ts'
import { phoneModels } from './models.ts'
import { phoneBehind, phonePasswordOf } from './secret.ts'

/** Where phones register. */
export interface PhoneServer {
  host: string
  sip: number
  tls: number
}

interface PhoneRow {
  mac: string
  model: string
  secure: boolean
  number: string
  name: string
  lang: 'zh' | 'en'
}

/** Undefined for whoever does not have the phone's own address, and for a phone or an extension that is turned off. */
export async function phoneFile(
  sql: Queries,
  secret: string,
  server: PhoneServer,
  { token, file }: { token: string; file: string },
): Promise<{ text: string; contentType: string } | undefined> {
  const id = phoneBehind(secret, token)
  if (id === undefined) return undefined
  const [row] = await sql<PhoneRow[]>`
    select p.mac, p.model, p.secure, e.number, e.name, e.lang from desk_phones p
      join extensions e on e.id = p.extension_id and e.enabled
    where p.id = ${id} and p.enabled`
  const model = row && phoneModels.get(row.model)
  if (!model || file.toLowerCase() !== model.fileName(row.mac)) return undefined
  const { mac, secure, number, name, lang } = row
  const port = secure ? server.tls : server.sip
  const account = { mac, number, name, lang, secure, host: server.host, port, password: phonePasswordOf(secret, id) }
  return { text: model.file(account), contentType: model.contentType }
}
