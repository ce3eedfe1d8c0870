// Which way a dialled number leaves: the routes in order, then the prefixes of the trunks themselves. Pure: the same company,
// number, caller and moment give the same trunks in the same order, with the reason why each route before was not taken.
import { regionName, regionOfNumber } from '#engine/numbers/region.ts'
import type { CompanySnapshot } from '#engine/ports/company.ts'
import type { TimeRange, Trunk } from '#engine/protocol/company.ts'
import type { RouteLooked, RouteVerdict } from '#engine/protocol/outbound.ts'
import type { OutboundRoute } from '#engine/protocol/switch.ts'

export interface OutboundAsk {
  /** digits, * and # */
  number: string
  /** number of the agent or extension that dials; '' = nobody of ours is known to */
  by: string
  /** whether hours hold at the moment of dialling */
  isOpen(hours: TimeRange[]): boolean
  /** trunks that do not answer now: tried last */
  down: ReadonlySet<string>
}

export interface WayOut {
  route: OutboundRoute
  /** as the carrier is to see it */
  written: string
  trunks: { trunk: Trunk; callerNumber: string }[]
}

export interface OutboundAnswer {
  looked: RouteLooked[]
  way?: WayOut
}

export function wayOut(company: CompanySnapshot, ask: OutboundAsk): OutboundAnswer {
  const looked: RouteLooked[] = []
  for (const route of inOrder(company, ask.number)) {
    const trunks = trunksOf(company, route, ask.down)
    const verdict = verdictOn(route, trunks, ask)
    looked.push({ routeId: route.id, name: route.name, verdict })
    if (verdict !== 'taken') continue
    const own = ownNumber(company, ask.by)
    // another site calls back by the same number
    const seenOver = (trunk: Trunk) => (trunk.site ? ask.by : '') || own || route.callerNumber || trunk.callerNumber
    const way = {
      route,
      written: route.add + ask.number.slice(route.strip),
      trunks: trunks.map((trunk) => ({ trunk, callerNumber: seenOver(trunk) })),
    }
    return { looked, way }
  }
  return { looked }
}

const USES: readonly OutboundRoute['use'][] = ['emergency', 'blocked', 'normal']

/** Emergency, blocked, others; each by place, then by the longest prefix that fits, then by name. */
function inOrder(company: CompanySnapshot, number: string): OutboundRoute[] {
  const rank = (route: OutboundRoute): [number, number, number, string] => [
    ...([USES.indexOf(route.use), route.place, -fitting(route, number)] as const),
    `${route.name} ${route.id}`,
  ]
  return [...company.routes, ...company.trunks.filter(({ prefixes }) => prefixes.length > 0).map(impliedBy)]
    .map((route) => ({ route, rank: rank(route) }))
    .sort((a, b) => compared(a.rank, b.rank))
    .map(({ route }) => route)
}

function compared(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [n, one] of a.entries()) {
    const other = b[n] as number | string
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}

/** A trunk with prefixes of its own is a route behind all others. */
const impliedBy = (trunk: Trunk): OutboundRoute => ({
  ...{ id: '', name: trunk.name, place: Number.MAX_SAFE_INTEGER, use: 'normal', prefixes: trunk.prefixes },
  ...{ minDigits: 3, maxDigits: 0, callers: [], areas: [], hours: [], strip: 0, add: '' },
  ...{ trunks: [{ trunkId: trunk.id }], goesOn: [], callerNumber: '', enabled: trunk.enabled },
})

/** Length of the longest prefix that the number has; -1 = none. */
function fitting({ prefixes }: OutboundRoute, number: string): number {
  if (prefixes.length === 0) return 0
  return prefixes.reduce((best, prefix) => {
    const digits = prefix.replace('+', '')
    return number.startsWith(digits) ? Math.max(best, digits.length) : best
  }, -1)
}

function trunksOf(company: CompanySnapshot, route: OutboundRoute, down: ReadonlySet<string>): Trunk[] {
  const named = route.trunks.flatMap(({ trunkId }) =>
    company.trunks.filter(({ id, enabled }) => enabled && id === trunkId),
  )
  const once = named.filter((trunk, n) => named.indexOf(trunk) === n)
  return [...once.filter(({ id }) => !down.has(id)), ...once.filter(({ id }) => down.has(id))]
}

function verdictOn(route: OutboundRoute, trunks: readonly Trunk[], { number, by, isOpen }: OutboundAsk): RouteVerdict {
  if (!route.enabled) return 'off'
  if (number === '' || fitting(route, number) < 0) return 'prefix'
  if (number.length < route.minDigits || number.length <= route.strip) return 'length'
  if (route.maxDigits > 0 && number.length > route.maxDigits) return 'length'
  if (route.callers.length > 0 && !route.callers.some((start) => by.startsWith(start))) return 'caller'
  const region = regionOfNumber(number)
  if (route.areas.length > 0 && !route.areas.some((area) => region !== '' && regionName(area) === region)) return 'area'
  if (!isOpen(route.hours)) return 'hours'
  return trunks.length === 0 && route.use !== 'blocked' ? 'no-trunk' : 'taken'
}

function ownNumber({ agents, extensions }: CompanySnapshot, by: string): string {
  if (by === '') return ''
  const own = agents.find(({ number }) => number === by) ?? extensions.find(({ number }) => number === by)
  return own?.callerNumber ?? ''
}
