// The mock's changes of forecasts by hand.
import type { ForecastEdit, ForecastFactor } from '#engine/protocol/forecast-edits.ts'
import type { ForecastPoint } from '#engine/protocol/planning.ts'
import { type MockAnswer, type MockAsked, ok, refuse } from './asked.ts'

export interface MockEdits {
  handle(asked: MockAsked): MockAnswer | undefined
  /** a point as planners changed it, with what the model has beside it */
  changed(series: string, point: ForecastPoint): ForecastPoint
}

export function createMockEdits(): MockEdits {
  const edits: ForecastEdit[] = []
  const holding = (series: string, at: string): ForecastEdit[] =>
    edits.filter((edit) => {
      const minute = Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16))
      const inHours = at.length === 10 || (edit.fromMinute <= minute && minute < edit.toMinute)
      const date = at.slice(0, 10)
      return edit.series === series && edit.undoneAt === undefined && edit.from <= date && date <= edit.to && inHours
    })
  return {
    handle({ path, method, query, body, session }) {
      if (!path.startsWith('/api/plan/forecast-edits')) return undefined
      const [, , , , id, verb] = path.split('/')
      if (method !== 'POST') return ok(edits.filter(({ series }) => series === (query.get('series') ?? 'all')))
      const account = session?.account ?? ''
      if (id === undefined) {
        const given = body as ForecastFactor & { series: string; note: string }
        const made = { ...given, id: `edit-${edits.length + 1}`, version: edits.length + 1, account, at: Date.now() }
        edits.unshift(made)
        return ok(made)
      }
      const at = edits.findIndex((one) => one.id === id)
      const edit = edits[at]
      if (!edit) return refuse(404, 'not-found')
      const { undoneAt: _, undoneBy: __, ...held } = edit
      edits[at] = verb === 'undo' ? { ...held, undoneAt: Date.now(), undoneBy: account } : held
      return ok(edits[at])
    },
    changed(series, point) {
      const factor = holding(series, point.at).reduce((product, edit) => product * edit.factor, 1)
      if (factor === 1) return point
      const { mean, lower80, lower95, upper80, upper95 } = point
      return {
        ...{ ...point, computed: mean, mean: mean * factor, lower80: lower80 * factor, lower95: lower95 * factor },
        ...{ upper80: upper80 * factor, upper95: upper95 * factor },
      }
    },
  }
}
