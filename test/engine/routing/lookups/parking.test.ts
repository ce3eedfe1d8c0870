// Places to park at: the first that is free, and who has waited longest at one.
import t from 'tap'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { doorsOf } from '#engine/routing/lookups/outside.ts'
import { emptyCompany, testCompany } from '../../../kit/engine.ts'

const place = (number: string, enabled = true) => ({ id: number, number, name: number, recallMs: 60_000, enabled })
const company = { ...emptyCompany, parkPlaces: [place('700', false), place('701'), place('702')] }
const lookups = (parked: { place: string; callId: string }[]) =>
  companyLookups(testCompany(company), doorsOf(''), { at: () => undefined }, () => new Set(), undefined, {
    callAt: async () => undefined,
    parked: async () => parked,
  })
const free = (parked: { place: string; callId: string }[]) => lookups(parked).ask({ type: 'free-place' }, 1_000)
const dialled = (number: string, parked: { place: string; callId: string }[]) =>
  lookups(parked).ask({ type: 'dialled', number, user: '8001' }, 1_000)

t.test('the first place that is switched on and free', async (t) => {
  t.match(await free([]), { found: true, target: { type: 'park', number: '701', recallMs: 60_000 } })
  t.match(await free([{ place: '701', callId: 'c1' }]), { target: { number: '702' } })
  t.match(await free(['701', '702'].map((one) => ({ place: one, callId: one }))), {
    found: false,
    reason: 'no-free-place',
  })
})

t.test('its number: whoever waits there longest, or nobody', async (t) => {
  const two = ['c1', 'c2'].map((callId) => ({ place: '701', callId }))
  t.match(await dialled('701', two), { found: true, target: { type: 'park', callId: 'c1' } })
  const empty = await dialled('702', two)
  t.match(empty, { found: true, target: { type: 'park', number: '702' } })
  t.notOk(empty.type === 'dialled' && empty.found && 'callId' in empty.target)
  t.match(await dialled('700', two), { found: false, reason: 'unknown-number' })
})
