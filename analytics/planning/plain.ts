// Small things that every planning answer uses: how it says no, how a day is cut, how figures are rounded.
import type { Label } from '#engine/protocol/fields.ts'
import type { Grid, PlanWarning } from '#engine/protocol/planning.ts'
import type { RefusalName } from '#engine/protocol/refusals.ts'

/** An expected no: people are told `say`; `detail` is for programs and the log. */
export class PlanRefusal extends Error {
  readonly refusal: RefusalName
  readonly say: Label | undefined
  constructor(refusal: RefusalName, say?: Label, detail = say?.en ?? '') {
    super(detail)
    this.refusal = refusal
    this.say = say
  }
}

export const slotsOf = (grid: Grid): number => Math.floor((grid.closesAt - grid.opensAt) / grid.slotMinutes)

const MOST_WARNINGS = 200

/** The first of them; a file full of holes must not make an answer too large to send. */
export const someOf = (warnings: PlanWarning[]): PlanWarning[] => warnings.slice(0, MOST_WARNINGS)

/** Two decimals: calls, agents and shares need no more, and answers stay small. */
export const round = (value: number, digits = 2): number => {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}

export const known = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : round(value)
