// How a receiver knows that a message is ours and new: HMAC-SHA256 over time and body by the webhook's own secret.
import { createHmac, timingSafeEqual } from 'node:crypto'

const FRESH_S = 300

const macOf = (secret: string, at: number, body: string): string =>
  createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')

/** `t=<seconds since 1970>,v1=<hex>` */
export const signatureOf = (secret: string, atMs: number, body: string): string => {
  const at = Math.floor(atMs / 1000)
  return `t=${at},v1=${macOf(secret, at, body)}`
}

/** As a receiver checks it; here for tests and for who copies it. */
export function isSigned(secret: string, header: string, body: string, nowMs: number): boolean {
  const [, at = '', given = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? []
  if (at === '' || Math.abs(nowMs / 1000 - Number(at)) > FRESH_S) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(macOf(secret, Number(at), body)))
}
