// What kind of phone a registered user has, asked of the edge: a contact over WebSocket is a browser.
import type { KamailioRpc, RegisteredContact } from '#config/kamailio/rpc.ts'
import type { Device } from './node/audio.ts'

const OVER_WEBSOCKET = /;transport=wss?\b|\.invalid[;:>]/i

const kindOf = (contact: RegisteredContact): Device =>
  OVER_WEBSOCKET.test(contact.uri) || OVER_WEBSOCKET.test(contact.received) ? 'web' : 'phone'

/** The newest registration decides; a wrong guess costs one more INVITE (488). */
export async function deviceOf(edge: Pick<KamailioRpc, 'registeredContacts'>, user: string): Promise<Device> {
  const contacts = await edge.registeredContacts(user)
  const newest = contacts.reduce<RegisteredContact | undefined>(
    (best, each) => (best && best.expiresInMs >= each.expiresInMs ? best : each),
    undefined,
  )
  return newest ? kindOf(newest) : 'phone'
}
