// How a phone's password is kept.
import { createHash } from 'node:crypto'

/** RFC 7616 section 3.4.2, MD5 as SIP phones speak it */
export const ha1Of = (user: string, realm: string, password: string): string =>
  createHash('md5').update(`${user}:${realm}:${password}`).digest('hex')
