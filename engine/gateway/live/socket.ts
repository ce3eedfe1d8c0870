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
  /** what it shows to be let in */
  token: string
  cookie: string
  address: string
  /** said before that was looked at */
  early: string[]
  gone: boolean
  /** gives its place back */
  leave?: () => void
  joined?: ReturnType<Hub['join']>
}

/** Why a socket is ended, where HTTP would say 401, 429 and 503; 1008 is for who says what nobody may. */
export const ENDS = { notIn: 4401, tooMany: 4429, unable: 1013, misbehaved: 1008 } as const
/** a page subscribes and says one ping or two */
const MOST_EARLY = 8

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
      const refuse = (status: string) => void res.writeStatus(status).end()
      if (hasNul(query)) return refuse('400 Bad Request')
      if (!own) return refuse('403 Forbidden')
      if (!parts.isKnownHost(host)) return refuse('421 Misdirected Request')
      // At once, and who it is afterwards: uWS loses its cork over an upgrade that comes later, and with it some sockets.
      const data: UserData = { token, cookie, address, early: [], gone: false }
      res.upgrade(data, heads.key, heads.protocol, heads.extensions, context)
    },
    open: (ws) => void letIn(ws, parts),
    message(ws, message) {
      const { joined, early } = ws.getUserData()
      const text = Buffer.from(message).toString('utf8')
      if (joined) joined.hear(text)
      else if (early.push(text) > MOST_EARLY) ws.end(ENDS.misbehaved)
    },
    close(ws) {
      const data = ws.getUserData()
      data.gone = true
      data.joined?.leave()
      data.leave?.()
    },
  })
}

async function letIn(ws: WebSocket<UserData>, parts: LiveParts): Promise<void> {
  const data = ws.getUserData()
  const end = (code: number): void => {
    if (!data.gone) ws.end(code)
  }
  try {
    const found = await enter(parts, data.token, data.cookie)
    if (data.gone) return
    if (!found) return end(ENDS.notIn)
    const leave = parts.places.take(found.sessionKey, data.address)
    if (!leave) return end(ENDS.tooMany)
    data.leave = leave
    ws.cork(() => {
      const joined = parts.hub.join(lineOf(ws), found.who, found.sessionKey, found.accountId)
      data.joined = joined
      for (const text of data.early.splice(0)) if (!data.gone) joined.hear(text)
    })
  } catch {
    end(ENDS.unable)
  }
}

async function enter(
  parts: LiveParts,
  token: string,
  cookie: string,
): Promise<{ who: Who; sessionKey: string; accountId?: string } | undefined> {
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
  close: () => ws.end(ENDS.misbehaved),
})
