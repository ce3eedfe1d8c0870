// What kind of phone a registered user has, asked of the edge: a contact over WebSocket is a browser, one
// over TLS a phone whose sound is encrypted too.
import type { KamailioRpc, RegisteredContact } from '#config/kamailio/rpc.ts'
import type { Device } from './node/audio.ts'

const OVER_WEBSOCKET = /;transport=wss?\b|\.invalid[;:>]/i

const OVER_TLS = /^<?sips:|;transport=tls\b/i

function kindOf({ uri, received }: RegisteredContact): Device {
  if (OVER_WEBSOCKET.test(uri) || OVER_WEBSOCKET.test(received)) return 'web'
  return OVER_TLS.test(uri) || OVER_TLS.test(received) ? 'secure' : 'phone'
}

/** The newest registration decides; a wrong guess costs one more INVITE (488). */
export async function deviceOf(edge: Pick<KamailioRpc, 'registeredContacts'>, user: string): Promise<Device> {
  const contacts = await edge.registeredContacts(user)
  const newest = contacts.reduce<RegisteredContact | undefined>(
    (best, each) => (best && best.expiresInMs >= each.expiresInMs ? best : each),
    undefined,
  )
  return newest ? kindOf(newest) : 'phone'
}
