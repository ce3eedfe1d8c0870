// Outbound routes: a random company and number, judged again by a second, slower reading of the rules.
import t from 'tap'
import type { AgentConfig, Extension, Trunk } from '#engine/protocol/company.ts'
import type { OutboundRoute } from '#engine/protocol/switch.ts'
import { wayOf } from '#engine/routing/lookups/directory.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { emptyCompany, testCompany } from '../../../kit/engine.ts'
import { randomBy } from '../core/walk/random.ts'

const trunk = (id: string, more: Partial<Trunk> = {}): Trunk => ({
  ...{ id, name: id, kind: 'address', host: 'h', transport: 'udp', callerNumber: `of-${id}`, prefixes: [] },
  ...{ strictSource: true, followMoved: false, enabled: true, ...more },
})
const route = (id: string, more: Partial<OutboundRoute> = {}): OutboundRoute => ({
  ...{ id, name: id, place: 50, use: 'normal', prefixes: [], minDigits: 0, maxDigits: 0, callers: [], areas: [] },
  ...{ hours: [], strip: 0, add: '', trunks: [{ trunkId: 'a' }], goesOn: ['5xx'], callerNumber: '', enabled: true },
  ...more,
})
const agent = { id: 'g1', number: '1001', queueIds: [], callerNumber: '01000001001', enabled: true }
const extension: Extension = { id: 'e1', number: '8001', name: '前台', lang: 'zh', enabled: true }
const company = (routes: OutboundRoute[], trunks = [trunk('a'), trunk('b')]) => ({
  ...{ ...emptyCompany, routes, trunks, extensions: [extension], agents: [agent as unknown as AgentConfig] },
})
const at = Date.parse('2026-11-30T10:00:00+08:00')
const asked = { by: '', at, down: new Set<string>() }
const taken = (snapshot: ReturnType<typeof company>, number: string, more: Partial<typeof asked> = {}) =>
  wayOf(snapshot, number, { ...asked, ...more }).way

t.test('digits, trunks in order and what the called side sees', async (t) => {
  const routes = [
    route('long', { prefixes: ['90'], strip: 1, add: '17909', trunks: [{ trunkId: 'b' }, { trunkId: 'a' }] }),
    route('mobile', { prefixes: ['91'], minDigits: 12, strip: 1, callerNumber: '95500' }),
  ]
  const here = company(routes)
  t.match(taken(here, '9 010-8888 6666'), {
    written: '1790901088886666',
    trunks: [{ trunk: { id: 'b' }, callerNumber: 'of-b' }, { trunk: { id: 'a' } }],
  })
  t.match(taken(here, '913912345678', { by: '8001' })?.trunks, [{ callerNumber: '95500' }], 'of the route')
  t.match(taken(here, '913912345678', { by: '1001' })?.trunks, [{ callerNumber: '01000001001' }], 'the own first')
  t.equal(taken(here, '9139'), undefined, 'too short for the route')
  t.match(taken(here, '9010', { down: new Set(['b']) })?.trunks, [{ trunk: { id: 'a' } }, { trunk: { id: 'b' } }])
})

t.test('another site sees the extension that calls, so that it can call back', async (t) => {
  const here = company([], [trunk('a', { prefixes: ['86'], site: true })])
  t.match(taken(here, '8601', { by: '8001' })?.trunks, [{ callerNumber: '8001' }])
  t.match(taken(here, '8601', { by: '1001' })?.trunks, [{ callerNumber: '1001' }])
  t.match(taken(here, '8601')?.trunks, [{ callerNumber: 'of-a' }], 'nobody of ours is known to dial')
})

t.test('emergency before blocked before the others, whatever their order; the trunks’ own prefixes last', async (t) => {
  const routes = [
    route('all', { place: 0 }),
    route('no', { place: 1, use: 'blocked', prefixes: ['1', '00'], trunks: [] }),
    route('help', { place: 999, use: 'emergency', prefixes: ['110', '120'], trunks: [{ trunkId: 'b' }] }),
  ]
  const here = company(routes, [trunk('a', { prefixes: [''] }), trunk('b')])
  t.equal(taken(here, '110')?.route.id, 'help')
  t.equal(taken(here, '0044123')?.route.id, 'no')
  t.equal(taken(here, '2')?.route.id, 'all')
  const lookups = companyLookups(testCompany(here))
  t.match(await lookups.ask({ type: 'dialled', number: '0044123', user: '8001', at }, 500), {
    ...{ found: false, reason: 'blocked-number' },
  })
  t.match(await lookups.ask({ type: 'dialled', number: '110', user: '8001', at }, 500), {
    target: { type: 'outside', number: '110', trunk: { id: 'b' }, routeId: 'help', goesOn: ['5xx'] },
  })
  t.match(taken(company([], [trunk('a', { prefixes: [''] }), trunk('b', { prefixes: ['00'] })]), '00441'), {
    ...{ route: { id: '' }, trunks: [{ trunk: { id: 'b' } }] },
  })
})

t.test('by who calls, where to and when', async (t) => {
  const office = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]
  const routes = [
    route('front', { callers: ['80'], areas: ['010'], hours: office, trunks: [{ trunkId: 'b' }] }),
    route('rest', { place: 90 }),
  ]
  const here = company(routes)
  const number = '01088886666'
  t.equal(taken(here, number, { by: '8001' })?.route.id, 'front')
  t.equal(taken(here, number, { by: '1001' })?.route.id, 'rest')
  t.equal(taken(here, '02188886666', { by: '8001' })?.route.id, 'rest')
  t.equal(taken(here, number, { by: '8001', at: at + 9 * 3_600_000 })?.route.id, 'rest', 'in the evening')
  const off = { ...here, calendar: [{ date: '2026-11-30', type: 'holiday' as const }] }
  t.equal(taken(off, number, { by: '8001' })?.route.id, 'rest', 'on a holiday')
  t.match(wayOf(here, number, { ...asked, by: '1001' }).looked, [
    { routeId: 'front', verdict: 'caller' },
    { routeId: 'rest', verdict: 'taken' },
  ])
})

/** The rules read one by one, without order or sums of them. */
function fits(one: OutboundRoute, number: string, by: string, trunks: Trunk[]): boolean {
  const begins = one.prefixes.length === 0 || one.prefixes.some((prefix) => number.startsWith(prefix))
  const long = number.length >= one.minDigits && (one.maxDigits === 0 || number.length <= one.maxDigits)
  const who = one.callers.length === 0 || one.callers.some((start) => by !== '' && by.startsWith(start))
  const leads =
    one.use === 'blocked' || one.trunks.some(({ trunkId }) => trunks.some((t) => t.id === trunkId && t.enabled))
  return one.enabled && number !== '' && begins && long && number.length > one.strip && who && leads
}

t.test(
  '4,000 random questions: the first route that fits, only its own trunks, whatever order they are stored in',
  async (t) => {
    const draw = randomBy(38)
    const random = () => draw.below(1000) / 1000
    const pick = <Value>(values: readonly Value[]): Value => values[draw.below(values.length)] as Value
    const some = <Value>(values: readonly Value[]): Value[] => values.filter(() => random() < 0.4)
    const wrong: string[] = []
    for (let n = 0; n < 4_000; n++) {
      const trunks = ['a', 'b', 'c'].map((id) => trunk(id, { enabled: random() < 0.8 }))
      const routes = Array.from({ length: 6 }, (_, k) =>
        route(`r${k}`, {
          ...{
            place: pick([10, 50]),
            use: pick(['normal', 'normal', 'emergency', 'blocked']),
            enabled: random() < 0.9,
          },
          ...{ prefixes: some(['0', '00', '1', '11', '110', '9']), callers: some(['80', '8001', '1']) },
          ...{ minDigits: pick([0, 3]), maxDigits: pick([0, 4]), strip: pick([0, 1, 3]), add: pick(['', '9']) },
          trunks: some(['a', 'b', 'c', 'gone']).map((trunkId) => ({ trunkId })),
        }),
      )
      const number = Array.from({ length: Math.floor(random() * 6) }, () => pick(['0', '1', '9'])).join('')
      const by = pick(['', '8001', '1001'])
      const down = new Set(some(['a', 'b', 'c']))
      const { way, looked } = wayOf(company(routes, trunks), number, { by, at, down })
      const other = wayOf(company(routes.toReversed(), trunks.toReversed()), number, { by, at, down }).way
      const all = routes.filter((one) => fits(one, number, by, trunks))
      const first = ['emergency', 'blocked', 'normal']
        .map((use) => all.filter((one) => one.use === use))
        .find((set) => set.length > 0)
      const least = Math.min(...(first ?? []).map(({ place }) => place))
      const ids = way?.trunks.map(({ trunk }) => trunk.id) ?? []
      const named = routes.find(({ id }) => id === way?.route.id)?.trunks.map(({ trunkId }) => trunkId) ?? []
      const good =
        other?.route.id === way?.route.id &&
        (way === undefined
          ? all.length === 0
          : all.includes(way.route) && way.route.place === least && way.route.use === first?.[0]?.use) &&
        looked.filter(({ verdict }) => verdict === 'taken').length === (way ? 1 : 0) &&
        ids.every((id) => named.includes(id) && trunks.some((one) => one.id === id && one.enabled)) &&
        new Set(ids).size === ids.length &&
        // none that answers stands behind one that is down
        !ids.some((id, k) => down.has(id) && ids.slice(k).some((later) => !down.has(later))) &&
        (way === undefined || way.written === way.route.add + number.slice(way.route.strip))
      if (!good) wrong.push(JSON.stringify({ n, number, by, way: way?.route.id, all: all.map(({ id }) => id) }))
    }
    t.same(wrong, [])
  },
)
