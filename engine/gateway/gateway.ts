// Puts the gateway together: routes, door, pages, live socket, projection. Given its adapters, so tests start it too.

import type { HttpResponse } from 'uWebSockets.js'
import { randomInt, randomUUID } from 'node:crypto'
import { type KeptBusiness, startBusiness } from '../business/keep.ts'
import { type Integrations, startIntegrations } from '../integrations/integrations.ts'
import type { PostThrough } from '../integrations/send.ts'
import { followJobs } from '../planning/acts/follow-jobs.ts'
import type { Bus, Subscription } from '../ports/bus.ts'
import type { FollowTrouble, Ledger } from '../ports/ledger.ts'
import type { Mail } from '../ports/mail.ts'
import type { Storage } from '../ports/storage.ts'
import { subjects } from '../protocol/actors.ts'
import type { Check, NodeInfo } from '../protocol/api.ts'
import type { Home } from '../protocol/company.ts'
import type { RoleSeen } from '../protocol/nodes.ts'
import type { Accounts } from '../records/accounts/accounts.ts'
import { kiosksOf } from '../records/accounts/kiosks.ts'
import { samplePasswords } from '../records/accounts/sample-passwords.ts'
import { projectCalls } from '../records/call-log/project-calls.ts'
import type { PhoneServer } from '../records/phones/file.ts'
import { phoneFilesOf } from '../records/phones/files.ts'
import { promptFiles } from '../records/prompt-files.ts'
import type { RecordsParts } from '../records/record/configure.ts'
import { type Kinds, kindNamed } from '../records/record/kinds.ts'
import { refused } from '../records/record/outcome.ts'
import { sampleAccounts } from '../records/sample-company.ts'
import { companyFrom } from '../records/store/company.ts'
import type { Sql } from '../records/store/postgres.ts'
import { afterCalls } from './after-calls.ts'
import { type Exposed, exposedOf } from './exposed.ts'
import { startHistory } from './history/start.ts'
import { sendRefusal } from './http/answer.ts'
import { knownHosts, proxiesOf } from './http/caller.ts'
import { inFrameOf, loadPages, securityHeaders, sipSources } from './http/pages.ts'
import type { Route } from './http/route.ts'
import { exchange, type Server, startServer } from './http/server.ts'
import type { ApiSettings, PlanJobs, Services } from './http/services.ts'
import { type InForce, watchInForce } from './in-force.ts'
import { type Gauges, keepTime, TICK_MS } from './keep-time.ts'
import { keysAt } from './keys-at.ts'
import { limitsOf } from './limits.ts'
import { followLive, WORD_SUBJECT } from './live/follow.ts'
import { type Hub, liveHub } from './live/hub.ts'
import { LIVE_LIMITS, placesOf } from './live/limits.ts'
import { followReach, serveLive } from './live/socket.ts'
import { type LiveViews, liveViews } from './live/views.ts'
import type { Machine } from './machine.ts'
import { nodeNotice, watchMediaNodes } from './media-nodes.ts'
import { tellMessage } from './message-news.ts'
import { partsOf } from './parts.ts'
import { recordsIn } from './records-in.ts'
import { remakeOf } from './routes/exports.ts'
import { sessionCookie } from './routes/session.ts'
import { allRoutes } from './routes.ts'
import { scheduledReports, WAKE_SUBJECT } from './scheduled/start.ts'
import { type SharedExports, sharedExportsIn } from './shared-exports.ts'
import { type LineState, registrationsAt } from './trunk-states.ts'
import { type TrunkAsker, type TrunkWatch, trunksOf } from './trunk-watch.ts'
import { tryNumber } from './try-number.ts'

export interface GatewayParts {
  settings: ApiSettings & {
    host: string
    port: number
    /** this gateway's among several */
    name: string
    publicUrl: string | undefined
    /** origins whose pages may hold the soft phone in a frame */
    embedIn: readonly string[]
    /** host names of ours, and addresses of proxies, with commas */
    names: string
    proxies: string
    /** others than this machine reach us or our edge */
    reachable: boolean
    webDir: string
    /** of which tokens of wall screens are made */
    kioskSecret: string
    /** where desk phones register */
    phoneServer: PhoneServer
    realm: string
    home: Home
  }
  sql: Sql
  bus: Bus
  ledger: Ledger
  /** folder of the ledger when its disk is this machine's */
  ledgerDisk?: string | undefined
  /** recordings and prompts */
  storage: Storage
  /** messages and questions of ours to other systems, through the doors of the settings */
  outside: { post: PostThrough; ask: Services['askOutside'] }
  mail: Mail
  machine: Machine
  /** folder for uploads that are not taken yet */
  uploads: string
  kinds: Kinds
  accounts: Accounts
  hashPassword: RecordsParts['hashPassword']
  checkFlow: RecordsParts['checkFlow']
  flowNodes: readonly NodeInfo[]
  tryFlow: Services['tryFlow']
  now(): number
  /** every process of every role */
  everybody(): Promise<RoleSeen[]>
  /** what to look at, with the accounts that published passwords open */
  checklist(openAccounts: string[]): Check[]
  /** none: there is no edge to wait for */
  edge?: EdgeAsked | undefined
  watch: GatewayWatch
}

/** What a gateway asks the SIP edge. */
export interface EdgeAsked {
  /** resolves when it was told all that is saved now */
  obeys(): Promise<void>
  trunkRegistrations(): Promise<LineState[]>
  trunks?: TrunkAsker
}

/** What is told to logs and metrics. */
export interface GatewayWatch {
  answered(route: string, status: number): void
  failed(error: unknown, where: string): void
  /** the call records and the ledger */
  trouble(trouble: FollowTrouble): void
  gauges(read: () => Gauges): void
}

export interface Gateway {
  port: number
  routes: readonly Route[]
  stop(): Promise<void>
}

/** gateways that a page may meet: it resumes with the one whose number it has, with any other it begins anew */
const GATEWAYS = 2 ** 16
const SESSION_ENDED = 'session.ended'

export async function startGateway(parts: GatewayParts): Promise<Gateway> {
  const world = await worldOf(parts)
  const services = servicesOf(parts, world)
  world.exports.takeUp(remakeOf(services))
  const schedules = await scheduledReports(services, parts.mail)
  const prompts = promptFiles(parts.sql, services.records, kindNamed(parts.kinds, 'prompts'), {
    ...parts,
    stored: (promptId) => parts.bus.publish(subjects.soundStored, { promptId }),
  })
  const routes = allRoutes(services, prompts, parts.machine)
  const server = await serve(parts, world, routes)
  const stopTimers = keepTime(parts, world)
  const history = startHistory(parts, world)
  return {
    port: server.port,
    routes,
    async stop() {
      stopTimers()
      history.stop()
      await world.business.stop()
      server.close()
      world.hub.closeAll()
      await world.planJobs.stop()
      await world.exports.stop()
      await schedules.stop()
      await Promise.all([world.media.stop(), world.trunks.stop()])
      await world.live.stop()
      await Promise.all([world.ended.stop(), world.revoked.stop()])
      await world.inForce.stop()
      await world.integrations.stop()
      await world.projection.stop()
    },
  }
}

/** What the gateway keeps true by itself, whoever asks. */
interface World {
  views: LiveViews
  hub: Hub
  live: Subscription
  /** sessions that end at another gateway */
  ended: Subscription
  /** wall screens */
  revoked: Subscription
  media: Awaited<ReturnType<typeof watchMediaNodes>>
  projection: Awaited<ReturnType<typeof projectCalls>>
  planJobs: PlanJobs
  exports: SharedExports
  exposed: Exposed
  inForce: InForce
  integrations: Integrations
  business: KeptBusiness
  trunks: TrunkWatch
}

async function worldOf(parts: GatewayParts): Promise<World> {
  const { settings, sql, bus, ledger, storage, now, watch } = parts
  // ten numbers a second at most: above whatever an earlier run gave out
  const views = liveViews(Math.floor(now() / TICK_MS), { gateway: randomInt(GATEWAYS), gateways: GATEWAYS })
  const hub = liveHub(views, now)
  const live = await followLive(bus, views, hub, now)
  const ended = await bus.subscribe(SESSION_ENDED, (value) => hub.drop((value as { session: string }).session))
  const revoked = await followReach(bus, hub)
  const media = await watchMediaNodes(
    bus,
    () => performance.now(),
    (node, up) => hub.notice(nodeNotice(node, up)),
  )
  const projection = await projectCalls(sql, ledger, now, {
    badFact: (error, fact) => watch.failed(error, `call record of ${fact.actor}`),
    trouble: watch.trouble,
    messageLeft: (message) =>
      void tellMessage({ bus, sql, mail: parts.mail }, message).catch((error: unknown) =>
        watch.failed(error, 'word of a message'),
      ),
    settled: afterCalls({ sql, bus, now, hub, failed: watch.failed }),
  })
  const planJobs = followJobs({ sql, bus, now, failed: (error) => watch.failed(error, 'planning jobs') })
  const failed = (error: unknown) => watch.failed(error, 'an export')
  const exports = await sharedExportsIn(settings.exportsDir, { sql, bus, storage, gateway: settings.name, now, failed })
  const exposed = exposedOf(settings, samplePasswords(sql, await sampleAccounts()))
  const inForce = await watchInForce({
    ...{ bus, sql, now: () => performance.now(), edge: parts.edge?.obeys },
    failed: (error) => watch.failed(error, 'who obeys what was saved'),
  })
  const integrations = await startIntegrations({
    ...{ sql, ledger, bus, now, post: parts.outside.post, failed: watch.failed, trouble: watch.trouble },
  })
  const business = await startBusiness(sql, storage, (error) => watch.failed(error, 'business records'))
  const trunks = trunksOf({ sql, bus, edge: parts.edge?.trunks, notice: hub.notice, failed: watch.failed })
  const heard = { trunks, views, hub, live, ended, revoked, media, projection }
  return { ...heard, planJobs, exports, exposed, inForce, integrations, business }
}

function servicesOf(parts: GatewayParts, world: World): Services {
  const { settings, sql, bus, storage, ledger, ledgerDisk, kinds, accounts, flowNodes, checkFlow, everybody, now } =
    parts
  const { media, projection, views } = world
  const company = companyFrom(sql, settings.timeZone, settings.home)
  return {
    ...{ settings, sql, kinds, accounts, bus, storage, ledger, everybody, now },
    records: recordsIn(parts, world.inForce),
    ...{ business: world.business.kinds, home: settings.home, askOutside: parts.outside.ask },
    registrations: () => registrationsAt(parts.edge?.trunkRegistrations),
    kiosks: kiosksOf(sql, settings.kioskSecret),
    phones: phoneFilesOf({ ...settings, sql, secret: settings.kioskSecret, server: settings.phoneServer }),
    ...{ flowNodes, checkFlow, tryFlow: parts.tryFlow },
    ...{ agent: views.agent, missing: views.missing, parkedAt: views.parkedAt },
    caller: company.caller,
    tryNumber: async (asked) => tryNumber(await company.snapshot(), asked, world.trunks.down()),
    ...{ mediaNode: media.pick, trunkLives: world.trunks.lives },
    isRegistered: media.isRegistered,
    dropSession(session) {
      world.hub.drop(session)
      bus.publish(SESSION_ENDED, { session })
    },
    planJobs: world.planJobs,
    parts: () => partsOf({ sql, bus, media, projection, ledger, ledgerDisk, everybody, now }),
    exports: world.exports,
    schedules: { mailOn: parts.mail.on, wake: () => bus.publish(WAKE_SUBJECT, {}) },
    integrations: world.integrations,
    word: (word) => bus.publish(WORD_SUBJECT, word),
    isExposed: world.exposed.now,
    checklist: async () => parts.checklist(await world.exposed.accounts()),
    newId: () => randomUUID().replaceAll('-', ''),
    failed: (error) => parts.watch.failed(error, 'work in the background'),
  }
}

async function serve(parts: GatewayParts, { hub, integrations }: World, routes: readonly Route[]): Promise<Server> {
  const { settings, accounts, watch } = parts
  const pages = await loadPages(settings.webDir)
  const always = securityHeaders(sipSources(settings.sipServer), pages.scripts, settings.secureCookie)
  const embedded = inFrameOf(always, settings.embedIn)
  const { host, port, publicUrl } = settings
  const places = placesOf(LIVE_LIMITS)
  const session = accounts.session
  const cookie = sessionCookie(settings.secureCookie)
  const kiosk = kiosksOf(parts.sql, settings.kioskSecret).find
  const door = { isKnownHost: knownHosts(settings), isProxy: proxiesOf(settings.proxies) }
  return startServer({
    ...{ host, port, publicUrl, cookie, routes, always, session },
    ...door,
    ...keysAt(parts, integrations),
    allowed: limitsOf(parts.sql, parts.now),
    answered: watch.answered,
    failed: watch.failed,
    extend(app) {
      serveLive(app, { ...door, hub, cookie, publicUrl, session, kiosk, places })
      const to = (res: HttpResponse, headers = always) => exchange({ always: headers }, res, () => {})
      app.get('/embed', (res, req) => {
        if (door.isKnownHost(req.getHeader('host'))) pages.serve(to(res, embedded), req)
        else sendRefusal(to(res), refused('unknown-host', { detail: req.getHeader('host') }))
      })
      app.get('/*', (res, req) => {
        if (door.isKnownHost(req.getHeader('host'))) pages.serve(to(res), req)
        else sendRefusal(to(res), refused('unknown-host', { detail: req.getHeader('host') }))
      })
    },
  })
}
