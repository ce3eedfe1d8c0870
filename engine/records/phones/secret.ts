// Secrets of a desk phone, made of its id and the installation's secret, so none is kept: where it fetches its file, and the
// password that stands in it. They are good while the phone is, and another phone has others.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { phoneModels } from './models.ts'

const made = (secret: string, what: string): string =>
  createHmac('sha256', secret).update(what).digest('base64url').slice(0, 32)

export const phonePasswordOf = (secret: string, id: string): string => made(secret, `phone-password:${id}`)

const proofOf = (secret: string, id: string): string => made(secret, `phone-file:${id}`)

export const PHONE_FILES = '/api/phone-files'

/** The address of a phone's file, without the host. */
export function phoneFilePath(secret: string, { id, model, mac }: { id: string; model: string; mac: string }): string {
  return `${PHONE_FILES}/${id}.${proofOf(secret, id)}/${phoneModels.get(model)?.fileName(mac) ?? ''}`
}

/** Whose address this is; undefined: nobody's. */
export function phoneBehind(secret: string, token: string): string | undefined {
  const [id = '', given = ''] = token.split('.')
  const own = Buffer.from(proofOf(secret, id))
  const theirs = Buffer.from(given)
  return own.length === theirs.length && timingSafeEqual(own, theirs) ? id : undefined
}
