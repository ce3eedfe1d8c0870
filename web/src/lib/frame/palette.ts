// What the palette offers for what was typed: pages, people, and what can be done with a number. Pure.
import type { Found } from '#engine/protocol/api.ts'
import { answersTo } from '../i18n/pinyin.ts'
import type { MenuGroup } from './menu.ts'

export interface Offer {
  id: string
  kind: 'page' | 'agent' | 'customer' | 'calls' | 'dial'
  label: string
  note: string
  /** a dial has none */
  href: string
}

export interface Able {
  agents: boolean
  customers: boolean
  calls: 'all' | 'own' | 'none'
  dial: boolean
}

const MOST_PAGES = 8
const NUMBER = /^[0-9*#+]{3,32}$/

export function pageOffers(groups: readonly MenuGroup[], typed: string): Offer[] {
  const pages = groups.flatMap((group) =>
    group.items.map((item) => ({
      id: item.href,
      kind: 'page' as const,
      label: item.label,
      note: group.items.length > 1 ? group.label : '',
      href: item.href,
    })),
  )
  return pages.filter(({ label }) => answersTo(label, typed)).slice(0, MOST_PAGES)
}

export function peopleOffers({ agents, customers }: Found, able: Able): Offer[] {
  const one =
    (kind: 'agent' | 'customer', address: (person: Found['agents'][number]) => string) =>
    (person: Found['agents'][number]): Offer => ({
      id: `${kind} ${person.id}`,
      kind,
      label: person.name || person.number,
      note: person.number,
      href: address(person),
    })
  return [
    ...(able.agents
      ? agents.map(one('agent', ({ number }) => `/monitor/agents?search=${encodeURIComponent(number)}`))
      : []),
    ...(able.customers ? customers.map(one('customer', ({ id }) => `/business/customers/${id}`)) : []),
  ]
}

/** A number is looked up in the call log, and dialled by whoever can. */
export function numberOffers(typed: string, able: Able): Offer[] {
  const number = typed.replaceAll(/[\s-]/g, '')
  if (!NUMBER.test(number)) return []
  const calls = able.calls === 'own' ? '/calls/mine' : '/calls'
  const shared = { label: number, note: '' }
  return [
    ...(able.calls === 'none'
      ? []
      : [{ ...shared, id: 'calls', kind: 'calls' as const, href: `${calls}?number=${encodeURIComponent(number)}` }]),
    ...(able.dial ? [{ ...shared, id: 'dial', kind: 'dial' as const, href: '' }] : []),
  ]
}
