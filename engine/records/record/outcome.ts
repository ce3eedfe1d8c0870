// What a records function answers: the value, or an expected "no".
import type { Label } from '../../protocol/fields.ts'
import type { FlowProblem } from '../../protocol/flow.ts'
import type { RefusalName } from '../../protocol/refusals.ts'

export interface Refused {
  ok: false
  refusal: RefusalName
  /** for the log and for programs; people read `say` */
  detail?: string
  /** what a person is told beyond the refusal's own words */
  say?: Label
  fields?: { path: string; message: string }[]
  problems?: FlowProblem[]
}

export type Outcome<Value> = { ok: true; value: Value } | Refused

export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value })
export const refused = (refusal: RefusalName, more: Omit<Refused, 'ok' | 'refusal'> = {}): Refused => ({
  ok: false,
  refusal,
  ...more,
})
