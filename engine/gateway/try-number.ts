// What would come of dialling a number, without dialling it: by the same reading of the company that calls are led by.
import type { CompanySnapshot } from '../ports/company.ts'
import type { NumberTried } from '../protocol/outbound.ts'
import { dialled, wayOf } from '../routing/lookups/directory.ts'
import { calendarOf } from '../routing/lookups/time-groups.ts'

export interface Trying {
  number: string
  /** number of the agent or extension that dials; '' = anybody */
  by: string
  at: number
}

export function tryNumber(
  company: CompanySnapshot,
  { number, by, at }: Trying,
  down: ReadonlySet<string>,
): NumberTried {
  const dialling = { by, at, down, ...calendarOf(company, at) }
  const target = dialled(company, number, dialling)
  if (target !== undefined && target !== 'blocked-number' && target.type !== 'outside')
    return { verdict: 'inside', inside: target.type, looked: [], written: '', trunks: [], goesOn: [] }
  const { looked, way } = wayOf(company, number, dialling)
  const verdict = way === undefined ? 'nowhere' : way.route.use === 'blocked' ? 'blocked' : 'out'
  const trunks = (way?.trunks ?? []).map(({ trunk: { id, name }, callerNumber }) => ({
    ...{ id, name, callerNumber, down: down.has(id) },
  }))
  return { verdict, looked, written: way?.written ?? '', trunks, goesOn: way?.route.goesOn ?? [] }
}
