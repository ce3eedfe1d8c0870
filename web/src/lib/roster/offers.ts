// What is said of an offer: the change in words, and what it does to the day.
import type { Offer, OfferCase } from '#engine/protocol/offers.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'
import { clockOf } from './dates.ts'

/** One tenth of an agent-hour is enough to choose by. */
export const hoursText = (hours: number): string => hours.toFixed(1)

export const spanText = ({ from, to }: Pick<OfferCase, 'from' | 'to'>, t: Dictionary): string =>
  t.roster.offers.span(clockOf(from), clockOf(to))

export const keyOf = ({ agentId, type, from, to }: OfferCase): string => `${agentId} ${type} ${from} ${to}`

export const askedText = ({ type, from, to, minutes }: OfferCase, t: Dictionary): string =>
  t.roster.offers.mine[type](clockOf(from), clockOf(to), minutes)

/** Who may leave early hears that there are too many, all others that some are missing. */
export const reasonText = ({ type, before, after }: OfferCase, t: Dictionary): string =>
  type === 'leave-early'
    ? t.roster.offers.mine.spare(hoursText(before.tooMany), hoursText(after.tooMany))
    : t.roster.offers.mine.why(hoursText(before.missing), hoursText(after.missing))

export const OFFER_LOOK: Record<Offer['state'], string> = {
  open: 'bg-warn-50 text-warn-700',
  accepted: 'bg-good-50 text-good-700',
  declined: 'bg-bad-50 text-bad-700',
  withdrawn: 'bg-ink-100 text-ink-600',
  expired: 'bg-ink-100 text-ink-600',
}
