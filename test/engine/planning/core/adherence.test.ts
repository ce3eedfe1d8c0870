// The roster beside this moment: who keeps to it not, since when, and who is told.
import t from 'tap'
import { type AdherenceWorld, adherenceNow, newAlarms } from '#engine/planning/core/adherence.ts'
import { minutesOf } from '#engine/planning/core/clock.ts'
import type { AgentMode } from '#engine/protocol/agent.ts'
import { day, duty, EARLY, shift } from './world.ts'

const momentOf = (date: string, minutes: number): number => Date.parse(`${date}T00:00:00+08:00`) + minutes * 60_000
const at = (time: string, of = day(0)): number => momentOf(of, minutesOf(time))
const given = (mode: AgentMode, now: string, more: Partial<AdherenceWorld> = {}): AdherenceWorld => ({
  date: day(0),
  agents: [{ agentId: 'agent-1', number: '1001', name: '张三' }],
  // 8–17 with a meal from 11 to 12
  duties: [duty('agent-1', day(0), EARLY)],
  leave: [],
  away: [],
  alarmMinutes: new Map([['agent-1', 10]]),
  now: at(now),
  standing: () => ({ mode, since: at('07:00') }),
  momentOf,
  ...more,
})
const row = (mode: AgentMode, now: string, more?: Partial<AdherenceWorld>) => adherenceNow(given(mode, now, more))[0]

t.test('on duty one is signed in and not on a break; a deviation counts from when the duty began', async (t) => {
  t.match(row('ready', '09:00'), { planned: 'working', deviation: null, deviatesSince: null })
  t.match(row('signed-out', '08:20'), { deviation: 'not-there', deviatesSince: at('08:00'), plannedUntil: at('11:00') })
  t.match(row('break', '09:00'), { deviation: 'on-break', deviatesSince: at('08:00') })
})

t.test('a break that is planned is taken, but who has a caller finishes first', async (t) => {
  t.match(row('break', '11:30'), { planned: 'break', deviation: null, plannedUntil: at('12:00') })
  t.match(row('ready', '11:30'), { deviation: 'no-break', deviatesSince: at('11:00') })
  t.match(row('talking', '11:30'), { deviation: null })
  t.match(row('ready', '12:05'), { planned: 'working', plannedSince: at('12:00'), deviation: null })
  const away = [{ agentId: 'agent-1', date: day(0), from: 840, to: 900 }]
  t.match(row('ready', '14:30', { away }), { planned: 'meeting', deviation: 'no-break' })
})

t.test('after the duty one goes; who comes early is early, and who has no duty is none', async (t) => {
  t.match(row('ready', '17:20'), { planned: 'off', deviation: 'stays-on', deviatesSince: at('17:00') })
  t.match(row('ready', '07:40'), { planned: 'off', deviation: null })
  t.match(row('ready', '09:00', { duties: [] }), { planned: 'off', plannedSince: null, deviation: null })
  t.equal(row('signed-out', '09:00', { duties: [] }), undefined)
  const leave = [{ agentId: 'agent-1', date: day(0) }]
  t.match(row('signed-out', '09:00', { leave }), { planned: 'leave', deviation: null })
})

t.test('last night goes on after midnight', async (t) => {
  const duties = [duty('agent-1', day(-1), shift('night', 22, 30, { breaks: [] }))]
  t.match(row('signed-out', '02:00', { duties }), { planned: 'working', deviation: 'not-there' })
})

t.test('a deviation is told once, when it has lasted as long as the rule lets it', async (t) => {
  const told = new Map<string, number>()
  const look = (mode: AgentMode, now: string) =>
    newAlarms(adherenceNow(given(mode, now)), told, at(now)).map(({ deviation }) => deviation)
  t.same(look('signed-out', '08:09'), [])
  t.same(look('signed-out', '08:10'), ['not-there'])
  t.same(look('signed-out', '08:30'), [], 'once')
  t.same(look('ready', '08:40'), [])
  t.same(look('signed-out', '08:50'), ['not-there'], 'and anew when it happens anew')
  t.same(newAlarms(adherenceNow(given('break', '09:00', { alarmMinutes: new Map() })), new Map(), at('09:00')), [])
})
