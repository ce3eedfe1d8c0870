// The mock's rest of today: two proposals, sent, answered and withdrawn.
import type { DayOffers, Offer, OfferCase, OfferedChange } from '#engine/protocol/offers.ts'
import { type MockAnswer, type MockAsked, ok, refuse } from './asked.ts'

const DATE = '2026-11-21'
const NEED = [2, 4, 6, 7, 7, 6, 6, 7, 7, 6, 4, 2]
const COVER = [2, 4, 6, 7, 5, 5, 7, 7, 7, 6, 3, 1]
const before = { missing: 5, tooMany: 1 }
const CASES: OfferCase[] = [
  {
    ...{ agentId: 'agent-1001', number: '1001', name: '王芳', date: DATE, before, after: { missing: 4, tooMany: 0 } },
    ...{ type: 'move-break', from: 720, to: 840, minutes: 60 },
  },
  {
    ...{ agentId: 'agent-1002', number: '1002', name: '李伟', date: DATE, before, after: { missing: 3, tooMany: 1 } },
    ...{ type: 'stay-longer', from: 1_080, to: 1_200, minutes: 120 },
  },
]

export function createOfferRoutes(): (
  asked: MockAsked,
  kind: string | undefined,
  id?: string,
  verb?: string,
) => MockAnswer | undefined {
  const offers: Offer[] = []
  const day = (): DayOffers => ({
    ...{ series: 'all', date: DATE, grid: { slotMinutes: 60, opensAt: 480, closesAt: 1_200 }, now: 605 },
    slots: NEED.map((need, slot) => ({ at: 480 + slot * 60, need, cover: COVER[slot] ?? 0 })),
    ...{ lack: before, lackWithAll: { missing: 2, tooMany: 0 }, notThere: [{ number: '1003', name: '张敏' }], offers },
    proposals: CASES.filter(
      ({ agentId }) => !offers.some((one) => one.agentId === agentId && one.state !== 'withdrawn'),
    ),
  })
  function send(changes: OfferedChange[]): Offer[] {
    const made = changes.flatMap(({ agentId }): Offer[] => {
      const found = CASES.find((one) => one.agentId === agentId)
      const at = Date.now()
      const of = {
        id: `offer-${agentId}-${offers.length}`,
        state: 'open',
        offeredAt: at,
        expiresAt: at + 3_600_000,
      } as const
      return found ? [{ ...found, ...of }] : []
    })
    offers.unshift(...made)
    return made
  }
  function answered(id: string, state: Offer['state']): MockAnswer {
    const offer = offers.find((one) => one.id === id)
    if (offer?.state !== 'open') return refuse(409, 'offer-not-open')
    offer.state = state
    return ok(offer)
  }
  return ({ method, body, session }, kind, id = '', verb = '') => {
    if (kind === 'my-offers' && method === 'POST') return answered(id, verb === 'accept' ? 'accepted' : 'declined')
    if (kind === 'my-offers') return ok(offers.filter(({ agentId }) => agentId === session?.agentId))
    if (kind !== 'offers') return undefined
    if (session?.role === 'agent') return refuse(403, 'not-allowed')
    if (verb === 'withdraw') return answered(id, 'withdrawn')
    return ok(method === 'POST' ? send((body as { changes: OfferedChange[] }).changes) : day())
  }
}
