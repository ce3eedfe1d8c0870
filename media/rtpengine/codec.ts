// The one door to npm rtpengine-client: its encoding of the ng protocol (cookie, blank, bencode). Its own clients are not
// used: they neither send again nor know every command, and its TCP client drops answers that arrive together.
import { createRequire } from 'node:module'

export type NgValue = string | number | readonly NgValue[] | { readonly [key: string]: NgValue }
export type NgDictionary = Record<string, NgValue>

interface BaseClient {
  encodeMessage(cookie: string, data: NgDictionary): Buffer
  /** throws when the cookie is not 36 characters long */
  decodeMessage(message: Buffer): { id: string; data: NgDictionary }
}

const base = createRequire(import.meta.url)('rtpengine-client/lib/BaseClient.js') as BaseClient

export const encodeNg = (cookie: string, data: NgDictionary): Buffer => base.encodeMessage(cookie, data)
export const decodeNg = (message: Buffer): { id: string; data: NgDictionary } => base.decodeMessage(message)
