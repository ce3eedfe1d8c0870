// Limits of calls out: which a call meets, and that no two engine nodes together let more through in an hour.
import t from 'tap'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import type { Trunk } from '#engine/protocol/company.ts'
import type { Lookup } from '#engine/protocol/lookups.ts'
import type { CallLimit, OutboundRoute } from '#engine/protocol/switch.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { hourCount } from '#engine/routing/lookups/spent.ts'
import { testCompany } from '../../../kit/engine.ts'

const at = Date.parse('2026-11-30T10:00:00+08:00')
const HOUR = 3_600_000
const limit = (more: Partial<CallLimit>): CallLimit => ({
  ...{ id: 'l1', name: 'l1', callers: [], prefixes: [], applies: 'always', hours: [], counts: 'each' },
  ...{ forbidden: false, atOnce: 0, perHour: 0, enabled: true, ...more },
})
const trunk = { id: 't1', name: 't1', callerNumber: '', prefixes: [''], strictSource: true, enabled: true }
const route = {
  ...{ id: 'r1', name: '急', place: 1, use: 'emergency', prefixes: ['110'], minDigits: 0, maxDigits: 0, callers: [] },
  ...{
    areas: [],
    hours: [],
    strip: 0,
    add: '',
    trunks: [{ trunkId: 't1' }],
    goesOn: [],
    callerNumber: '',
    enabled: true,
  },
} satisfies OutboundRoute
const extensions = ['8001', '8002'].map((number) => ({
  id: number,
  number,
  name: '',
  lang: 'zh' as const,
  enabled: true,
}))
const company = (limits: CallLimit[]) =>
  testCompany({ limits, routes: [route], trunks: [trunk as unknown as Trunk], extensions })

function dialler(limits: CallLimit[]) {
  const lookups = companyLookups(company(limits))
  let calls = 0
  return (number: string, more: { user?: string; at?: number; callId?: string | undefined } = {}) =>
    lookups.ask({ type: 'dialled', number, user: '8001', at, callId: `c${calls++}`, ...more } as Lookup, 1_000)
}
const OVER = { found: false, reason: 'over-limit' }

t.test('so many in an hour for each caller; an emergency is never held up', async (t) => {
  const dial = dialler([limit({ perHour: 2, prefixes: ['0'] })])
  t.match(await dial('010'), { found: true })
  t.match(await dial('010', { callId: 'c0' }), { found: true }, 'asked again for the same call')
  t.match(await dial('010', { callId: undefined }), { found: true }, 'only asked')
  t.match(await dial('010', { at: at + 1 }), { found: true })
  t.match(await dial('010'), OVER)
  t.match(await dial('13912345678'), { found: true }, 'another prefix')
  t.match(await dial('010', { user: '8002' }), { found: true }, 'another caller')
  t.match(await dial('110'), { found: true })
  t.match(await dial('010', { at: at + HOUR }), { found: true }, 'an hour later')
})

t.test('at night nothing, at once so many, all together', async (t) => {
  const hours = [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' }]
  const night = dialler([limit({ applies: 'out-of-hours', hours, forbidden: true, callers: ['80'] })])
  t.match(await night('010'), { found: true })
  t.match(await night('010', { at: at + 12 * HOUR }), OVER)
  t.match(await night('010', { user: '', at: at + 12 * HOUR }), { found: true }, 'of others it says nothing')
  const some = dialler([limit({ atOnce: 3 }), limit({ id: 'l2', atOnce: 9, counts: 'together' })])
  t.match(await some('010'), {
    target: {
      atOnce: [
        { key: 'limit:l1.8001', most: 3 },
        { key: 'limit:l2.all', most: 9 },
      ],
    },
  })
  t.match(await dialler([limit({ perHour: 1 })])('8002'), { target: { type: 'extension' } }, 'inside is free')
})

t.test('two nodes at the same moment; a store that is away', async (t) => {
  const bucket = memoryKeyValue()
  const nodes = [1, 2].map(() => hourCount(bucket))
  const all = await Promise.all(Array.from({ length: 40 }, (_, n) => nodes[n % 2]!.fits('k', 7, at + n, `c${n}`)))
  t.equal(all.filter(Boolean).length, 7)
  const gone = () => Promise.reject(new Error('away'))
  const alone = hourCount({ get: gone, compareAndSet: gone })
  t.same([await alone.fits('k', 1, at, 'a'), await alone.fits('k', 1, at, 'b')], [true, false])
})
