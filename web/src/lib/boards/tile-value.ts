// What a tile shows: worked out of the live views by the figures of the wallboard, so both agree.
import type { AgentView } from '#engine/protocol/agent.ts'
import { MEASURE_NAMES, type Measure, measureInfo, type Tile } from '#engine/protocol/boards.ts'
import { readFormula } from '#engine/protocol/formula.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { clockSpan } from '../i18n/format.ts'
import { queueFigures, totals } from '../live/figures.ts'
import { modeOf } from '../phone/desk-machine.ts'

export interface Views {
  queues: readonly QueueView[]
  agents: readonly AgentView[]
  now: number
}
export type Tone = 'plain' | 'warn' | 'bad'
export interface Shown {
  text: string
  tone: Tone
}

type Values = Record<Measure, number | undefined>

/** Shares are 0 to 1, spans are seconds; what is not known is undefined. */
export function measuresOf({ queueIds, groupId }: Pick<Tile, 'queueIds' | 'groupId'>, views: Views): Values {
  const { now } = views
  const queues = views.queues.filter((one) => queueIds.length === 0 || queueIds.includes(one.queueId))
  const agents = views.agents.filter((one) => {
    if (groupId && one.groupId !== groupId) return false
    return queueIds.length === 0 || one.queueIds.some((id) => queueIds.includes(id))
  })
  const all = totals(queues, now)
  const figures = queues.map((queue) => queueFigures(queue, now))
  const decided = all.answered + all.abandoned + all.overflowed
  const share = (part: number): number | undefined => (decided === 0 ? undefined : part / decided)
  const waits = figures.flatMap(({ expected }) => (expected ? [expected.mostMs] : []))
  const inMode = (mode: string): number => agents.filter((one) => modeOf(one) === mode).length
  const signedIn = agents.filter((one) => one.signedIn).length
  const [ready, onBreak] = [inMode('ready'), inMode('break')]
  const working = signedIn - onBreak
  return {
    ...{ waiting: all.waiting, longestWait: all.longestWaitMs / 1_000, offered: all.offered, answered: all.answered },
    ...{ abandoned: all.abandoned, overflowed: all.overflowed, serviceLevel: all.serviceLevel },
    ...{ answerRate: share(all.answered), abandonRate: share(all.abandoned) },
    expectedWait: waits.length === 0 ? undefined : Math.max(...waits) / 1_000,
    averageWait: share(queues.reduce((sum, { today }) => sum + today.waitMsSum, 0) / 1_000),
    callbacks: queues.reduce((sum, { callbacks = 0 }) => sum + callbacks, 0),
    ...{ signedIn, ready, onBreak, talking: inMode('talking'), wrapUp: inMode('wrap-up') },
    occupancy: working <= 0 ? undefined : (working - ready) / working,
  }
}

/** As a formula and thresholds count it: shares in per cent. */
function levelOf(tile: Tile, views: Views): number | undefined {
  if (tile.show === 'text' || tile.show === 'clock') return undefined
  const values = measuresOf(tile, views)
  if (tile.show === 'formula') return readFormula(tile.formula, MEASURE_NAMES)?.(values)
  const value = values[tile.show]
  return value !== undefined && measureInfo(tile.show).unit === 'share' ? value * 100 : value
}

export function tileShown(tile: Tile, views: Views): Shown {
  if (tile.show === 'text') return { text: tile.text, tone: 'plain' }
  const level = levelOf(tile, views)
  if (level === undefined) return { text: '–', tone: 'plain' }
  return { text: textOf(tile, level), tone: toneOf(tile, level) }
}

function textOf({ show }: Tile, level: number): string {
  const unit = show === 'formula' || show === 'text' || show === 'clock' ? 'none' : measureInfo(show).unit
  if (unit === 'span') return clockSpan(level * 1_000)
  if (unit === 'share') return `${Math.round(level)}%`
  return Number.isInteger(level) ? String(level) : level.toFixed(Math.abs(level) < 100 ? 1 : 0)
}

/** With both thresholds their order says which way is worse; with one the measure does. */
export function toneOf({ show, warnAt, badAt }: Pick<Tile, 'show' | 'warnAt' | 'badAt'>, level: number): Tone {
  const few = show !== 'formula' && show !== 'text' && show !== 'clock' && measureInfo(show).fewIsBad === true
  const down = warnAt !== undefined && badAt !== undefined ? badAt < warnAt : few
  const past = (limit: number | undefined): boolean => limit !== undefined && (down ? level <= limit : level >= limit)
  if (past(badAt)) return 'bad'
  return past(warnAt) ? 'warn' : 'plain'
}
