// Short-lived SIP credentials for browsers: Kamailio's auth_ephemeral checks them without asking anybody.
import { createHmac } from 'node:crypto'

/** The user part of guests' names: they may call access numbers and nothing else. */
export const GUEST_PREFIX = 'guest.'

export interface EphemeralCredential {
  /** Authorization user: `<expiry in seconds since 1970>:<user>`. The SIP URI's user stays `user`. */
  username: string
  password: string
  expiresAt: number
}

/** The credential is checked at every challenge: let it outlive the longest call a page may have to re-register in. */
export function ephemeralCredential(secret: string, user: string, expiresAt: number): EphemeralCredential {
  const username = `${Math.floor(expiresAt / 1000)}:${user}`
  return { username, password: createHmac('sha256', secret).update(username).digest('base64'), expiresAt }
}
