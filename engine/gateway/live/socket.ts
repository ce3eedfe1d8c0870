// /live on uWebSockets.js: lets in a session or a kiosk token, hands lines to the hub.
import type { TemplatedApp, WebSocket } from 'uWebSockets.js'
import type { Bus, Subscription } from '../../ports/bus.ts'
import { subjects } from '../../protocol/actors.ts'
import type { Screen } from '../../protocol/live.ts'
import type { Session } from '../../records/accounts/accounts.ts'
import type { ConfigChange } from '../../records/record/configure.ts'
import type { Who } from '../../rights/may.ts'
import { ORGANISATION_KINDS } from '../../rights/organisation.ts'
import { addressBehind } from '../http/caller.ts'
import { cookieOf, isOwnOrigin, whoOf } from '../http/door.ts'
import { ipOf } from '../http/server.ts'
import { hasNul } from '../http/storable.ts'
import type { Hub } from './hub.ts'
import type { Places } from './limits.ts'

export interface LiveParts {
  hub: Hub
  cookie: string
  publicUrl: string | undefined
  session(token: string): Promise<Session | undefined>
  /** the wall screen that this token opens */
  kiosk(token: string): Promise<Screen | undefined>
  isKnownHost(header: string): boolean
  isProxy(address: string): boolean
  places: Places
}

interface UserData {
  who: Who
  sessionKey: string
  accountId?: string
  /** gives its place back */
  leave(): void
  joined?: ReturnType<Hub['join']>
}

/** what a screen's sockets stand on */
const kioskKey = (id: string): string => `kiosk:${id}`
export const isKiosk = (sessionKey: string): boolean => sessionKey.startsWith('kiosk:')

/** Who reaches what changed with it, and a wall screen that was changed or revoked: comes in again, or does not. */
export const followReach = (bus: Bus, hub: Hub): Promise<Subscription> =>
  bus.subscribe(subjects.configChanged, (value) => {
    const { kind, id } = value as ConfigChange
    if (kind === 'kiosks') hub.drop(kioskKey(id))
    if (ORGANISATION_KINDS.has(kind)) hub.dropLimited()
  })

export function serveLive(app: TemplatedApp, parts: LiveParts): void {
  app.ws<UserData>('/live', {
    maxPayloadLength: 4_096,
    idleTimeout: 60,
    sendPingsAutomatically: true,
    // the hub drops a slow client to a snapshot long before this
    maxBackpressure: 16_000_000,
    upgrade(res, req, context) {
      const heads = {
        key: req.getHeader('sec-websocket-key'),
        protocol: req.getHeader('sec-websocket-protocol'),
        extensions: req.getHeader('sec-websocket-extensions'),
      }
      const query = req.getQuery()
      const token = new URLSearchParams(query).get('token') ?? ''
      const cookie = cookieOf(req.getHeader('cookie'), parts.cookie)
      // a foreign page could open a socket with our cookie: browsers tell its origin
      const host = req.getHeader('host')
      const own = isOwnOrigin('POST', req.getHeader('origin'), host, parts.publicUrl)
      const address = addressBehind(ipOf(res), req.getHeader('x-forwarded-for'), parts.isProxy)
      let aborted = false
      res.onAborted(() => {
        aborted = true
      })
      const close = (status: string) => {
        if (!aborted) res.cork(() => void res.writeStatus(status).end())
      }
      if (hasNul(query)) return close('400 Bad Request')
      if (!own) return close('403 Forbidden')
      if (!parts.isKnownHost(host)) return close('421 Misdirected Request')
      enter(parts, token, cookie).then(
        (found) => {
          if (aborted) return
          if (!found) return close('401 Unauthorized')
          const leave = parts.places.take(found.sessionKey, address)
          if (!leave) return close('429 Too Many Requests')
          const data: UserData = { ...found, leave }
          // Not corked, at the price of its warning: after the handler uWS looks for the state of the HTTP response where by
          // then the WebSocket is, and closes some sockets for what it reads there.
          res.upgrade(data, heads.key, heads.protocol, heads.extensions, context)
        },
        () => close('503 Service Unavailable'),
      )
    },
    open(ws) {
      const data = ws.getUserData()
      data.joined = parts.hub.join(lineOf(ws), data.who, data.sessionKey, data.accountId)
    },
    message(ws, message) {
      ws.getUserData().joined?.hear(Buffer.from(message).toString('utf8'))
    },
    close(ws) {
      ws.getUserData().joined?.leave()
      ws.getUserData().leave()
    },
  })
}

async function enter(
  parts: LiveParts,
  token: string,
  cookie: string,
): Promise<Pick<UserData, 'who' | 'sessionKey' | 'accountId'> | undefined> {
  if (token !== '') {
    const screen = await parts.kiosk(token)
    return screen && { who: { role: 'kiosk', screen }, sessionKey: kioskKey(screen.id) }
  }
  const session = cookie === '' ? undefined : await parts.session(cookie)
  return (
    session && {
      ...{ who: whoOf(session), sessionKey: session.tokenHash },
      // with a password that others know nobody is told anything
      ...(session.newPasswordNeeded ? {} : { accountId: session.accountId }),
    }
  )
}

const lineOf = (ws: WebSocket<UserData>) => ({
  send: (text: string) => void ws.send(text),
  waiting: () => ws.getBufferedAmount(),
  close: () => ws.end(1008),
})
