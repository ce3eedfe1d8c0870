// What an operator changed, field by field, in words: never the stored codes.
import type { KindInfo } from '#engine/protocol/api.ts'
import type { Field } from '#engine/protocol/fields.ts'
import { DIRECTIONS, HUNG_UP_BY, OUTCOMES } from '#engine/protocol/words/calls.ts'
import { HORIZONS, OFFER_STATES, ROSTER_STATES, SWAP_STATES } from '#engine/protocol/words/planning.ts'
import { AUDIT_FIELDS, OTHER_KINDS, RECORD_FIELDS } from '#engine/protocol/words/records.ts'
import { labelOf, type Vocabulary } from '#engine/protocol/words/word.ts'
import { dateTime } from '../i18n/format.ts'
import { type CellWorld, cellOf } from './cell.ts'

export interface AuditRow {
  field: string
  before: string
  after: string
  changed: boolean
}
type Values = Record<string, unknown>

const LANGS = { zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } } as const
const POP_WHEN = {
  ...{ in: { zh: '呼入', en: 'Inbound' }, out: { zh: '呼出', en: 'Outbound' } },
  ...{ both: { zh: '呼入和呼出', en: 'Both' }, none: { zh: '不弹屏', en: 'Never' } },
} as const
const WHATS = {
  history: OTHER_KINDS['plan-history'],
  forecast: OTHER_KINDS['plan-forecast'],
  need: OTHER_KINDS['plan-need'],
  roster: OTHER_KINDS.rosters,
}
/** Fields whose values are codes. */
const CODES: Record<string, Vocabulary<string>> = {
  state: { ...ROSTER_STATES, ...SWAP_STATES, ...OFFER_STATES },
  outcome: OUTCOMES,
  hungUpBy: HUNG_UP_BY,
  direction: DIRECTIONS,
  horizon: HORIZONS,
  lang: LANGS,
  what: WHATS,
  pop: POP_WHEN,
}
/** Only programs need these. */
const HIDDEN = new Set(['id', 'page', 'pageSize', 'rosterId', 'fromAgentId', 'toAgentId', 'job'])

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function auditRows(
  { before, after }: { before: unknown; after: unknown },
  kind: KindInfo | undefined,
  world: CellWorld,
): AuditRow[] {
  const [was, is] = [isValues(before) ? before : {}, isValues(after) ? after : {}]
  const names = [
    ...new Set([...(kind?.fields ?? []).map((field) => field.name), ...Object.keys(was), ...Object.keys(is)]),
  ]
  return names
    .filter((name) => !HIDDEN.has(name) && (was[name] !== undefined || is[name] !== undefined))
    .map((name) => {
      const field = kind?.fields.find((one) => one.name === name)
      const said = (value: unknown): string => saidOf(name, field, value, world)
      return {
        field: world.say(field?.label ?? labelOf(kind ? RECORD_FIELDS : AUDIT_FIELDS, name)),
        before: said(was[name]),
        after: said(is[name]),
        changed: JSON.stringify(was[name]) !== JSON.stringify(is[name]),
      }
    })
}

function saidOf(name: string, field: Field | undefined, value: unknown, world: CellWorld): string {
  if (field?.type === 'password') return value === undefined ? '–' : '••••••'
  if (field) return field.type === 'json' ? countOf(value) : cellOf(field, value, world)
  if (value === undefined || value === null || value === '') return '–'
  const codes = CODES[name]
  if (codes) return world.say(labelOf(codes, String(value)))
  if (typeof value === 'boolean') return value ? world.t.common.yes : world.t.common.no
  if (typeof value === 'number') return /At$|Until$/.test(name) ? dateTime(value) : String(value)
  if (name === 'agentId') return world.name('agents', String(value))
  if (name === 'queueId') return world.name('queues', String(value))
  return typeof value === 'string' ? value : countOf(value)
}

/** What is too large to read in a cell: how much of it there is. */
const countOf = (value: unknown): string => (Array.isArray(value) ? String(value.length) : value ? '…' : '–')
