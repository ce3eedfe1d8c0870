// Weeks of a small centre as rows of tinglan.facts, by a pattern whose sums are known by hand.
import type { FactRow } from '#analytics/collector/collector.ts'

const MINUTE = 60_000
export const ZONE = 'Asia/Shanghai'
/** 09:00 to 12:00 in half hours */
export const GRID = { slotMinutes: 30, opensAt: 540, closesAt: 720 } as const
export const SHAPE = [0, 6, 10, 8, 4, -4]
/** calls of the first half hour, Sunday first; the centre is closed on weekends */
export const BASE = [0, 30, 24, 22, 22, 26, 0]
export const HANDLE_MS = 180_000
/** 2026-05-11 is a Monday; no public holiday lies in these weeks */
export const FIRST = '2026-05-11'
export const TODAY = '2026-06-17'
/** nobody was there: the machine was off */
export const OFF = '2026-05-21'

export const local = (date: string, time: string): number => Date.parse(`${date}T${time}:00+08:00`)
export const NOW = local(TODAY, '10:40')

let made = 0
export function fact(kind: string, actor: string, at: number, body: { type: string; [key: string]: unknown }): FactRow {
  made += 1
  return {
    ...{ sequence: made, id: `f${made}`, at: (at / 1000).toFixed(3), kind, actor, type: body.type },
    ...{ seq: 0, epoch: 1, cause: 'test', body: JSON.stringify(body) },
  }
}

export const callsOf = (date: string, slot: number): number => {
  const weekday = new Date(`${date}T00:00Z`).getUTCDay()
  return BASE[weekday] === 0 || date === OFF ? 0 : BASE[weekday]! + SHAPE[slot]!
}

export const datesFrom = (from: string, to: string): string[] => {
  const dates: string[] = []
  for (let at = Date.parse(from); at < Date.parse(to); at += 86_400_000)
    dates.push(new Date(at).toISOString().slice(0, 10))
  return dates
}

/** One queue's calls up to now, spread evenly over each half hour. */
function queueDay(date: string): FactRow[] {
  const begin = local(date, '09:00')
  return SHAPE.flatMap((_, slot) => {
    const calls = callsOf(date, slot)
    return Array.from({ length: calls }, (_each, n) => begin + (slot * 30 + (30 * n) / calls) * MINUTE)
      .filter((at) => at < NOW)
      .flatMap((at) => [
        fact('queue', 'q1', at, { type: 'call-queued', callId: `c${at}` }),
        fact('agent', 'a1', at + 1_000, {
          ...{ type: 'talk-ended', callId: `c${at}`, queueId: 'q1', talkMs: HANDLE_MS - 30_000, holdMs: 30_000 },
        }),
      ])
  })
}

const WAVES = [0, 3, -2, 1, -4, 2, -1, 4, -3]
/** Calls in each half hour of a queue whose days differ in level; today it is twice as busy. */
export const waveOf = (date: string): number => {
  const day = Date.parse(date) / 86_400_000
  if (BASE[new Date(date).getUTCDay()] === 0 || date === OFF) return 0
  return date === TODAY ? 40 : 20 + WAVES[day % WAVES.length]!
}

const waveDay = (date: string): FactRow[] =>
  SHAPE.flatMap((_, slot) =>
    Array.from({ length: waveOf(date) }, (_each, n) => local(date, '09:00') + (slot * 30 + n / 2) * MINUTE)
      .filter((at) => at < NOW)
      .map((at) => fact('queue', 'q3', at, { type: 'call-queued', callId: `w${at}` })),
  )

const ended = (at: number): FactRow =>
  fact('call', `c${at}`, at + 300_000, {
    type: 'call-ended',
    summary: {
      ...{ direction: 'in', accessNumber: '95588', arrivedAt: at, talkStartedAt: at + 60_000 },
      agents: [{ agentId: 'a1', from: at + 60_000, to: at + 300_000 }],
      path: [{ flowId: 'flow-1' }, { flowId: 'flow-1' }, { flowId: 'flow-2' }],
    },
  })

const mode = (at: number, from: string, to: string, spentMs: number, breakReason?: string): FactRow =>
  fact('agent', 'a1', at, { type: 'mode-changed', from, to, spentMs, ...(breakReason ? { breakReason } : {}) })

/** Signed in 08:50, ready 09:00, lunch 10:00 to 10:15, ready since. */
const agentToday = (): FactRow[] => [
  mode(local(TODAY, '08:50'), 'signed-out', 'break', 0, 'not-ready'),
  mode(local(TODAY, '09:00'), 'break', 'ready', 10 * MINUTE),
  mode(local(TODAY, '10:00'), 'ready', 'break', 60 * MINUTE, 'lunch'),
  mode(local(TODAY, '10:15'), 'break', 'ready', 15 * MINUTE),
]

export const weeks = (): FactRow[] => [
  ...datesFrom(FIRST, '2026-06-18').flatMap((date) => [...queueDay(date), ...waveDay(date)]),
  // a quiet queue: two calls in a month
  fact('queue', 'q2', local('2026-05-12', '10:10'), { type: 'call-queued', callId: 'quiet-1' }),
  fact('queue', 'q2', local('2026-06-05', '09:10'), { type: 'call-queued', callId: 'quiet-2' }),
  ended(local('2026-06-10', '09:05')),
  ended(local('2026-06-10', '11:29')),
  ...agentToday(),
]
