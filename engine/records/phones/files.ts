// Files that desk phones fetch by themselves: only over https (or on this machine), and only for whoever has the address.
import { isLoopback } from '#config/settings-addresses.ts'
import type { Values } from '../record/kind.ts'
import type { Sql } from '../store/postgres.ts'
import { type PhoneServer, phoneFile } from './file.ts'
import { phoneFilePath } from './secret.ts'

export interface PhoneFiles {
  /** as lists tell it to whoever configures */
  pathOf(phone: Values): string
  find(asked: { token: string; file: string; ip: string }): Promise<{ text: string; contentType: string } | undefined>
}

interface Parts {
  sql: Sql
  secret: string
  server: PhoneServer
  publicUrl: string | undefined
}

export function phoneFilesOf({ sql, secret, server, publicUrl }: Parts): PhoneFiles {
  const secure = publicUrl?.startsWith('https:') === true
  return {
    pathOf({ id, model, mac }) {
      const path = phoneFilePath(secret, { id: String(id), model: String(model), mac: String(mac) })
      return secure ? new URL(path, publicUrl).href : path
    },
    async find({ token, file, ip }) {
      return secure || isLoopback(ip) ? await phoneFile(sql, secret, server, { token, file }) : undefined
    },
  }
}
