// Time groups: one record of hours and dates that numbers and flows name.
import t from 'tap'
import type { AccessNumber, Extension, Flow } from '#engine/protocol/company.ts'
import type { TimeGroup } from '#engine/protocol/time-groups.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { flowIdNow, timeGroupState } from '#engine/routing/lookups/time-groups.ts'
import { emptyCompany, testCompany } from '../../../kit/engine.ts'

const group = (more: Partial<TimeGroup> = {}): TimeGroup => ({
  ...{ id: 'g', name: '工作时间', hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }] },
  ...{ dates: [], companyDays: true, ...more },
})
const at = (text: string): number => Date.parse(`${text}:00+08:00`)
const company = { ...emptyCompany, calendar: [{ date: '2026-10-01', type: 'holiday' as const }] }
const state = (one: TimeGroup, moment: string) => timeGroupState(one, company, at(moment))

t.test('hours, the company calendar, and its own dates ahead of it', async (t) => {
  t.equal(state(group(), '2026-11-20T09:00'), 'open')
  t.equal(state(group(), '2026-11-20T18:00'), 'closed')
  t.equal(state(group(), '2026-11-21T10:00'), 'closed', 'a Saturday')
  t.equal(state(group(), '2026-10-01T10:00'), 'holiday')
  t.equal(state(group({ companyDays: false }), '2026-10-01T10:00'), 'open', 'a Thursday like others')
  const dates: TimeGroup['dates'] = [
    { name: '盘点', from: '2026-11-23', to: '2026-11-24', type: 'closed' },
    { name: '调休', from: '2026-11-21', to: '2026-11-21', type: 'as-weekday', weekday: 5 },
    { from: '2026-10-01', to: '2026-10-01', type: 'as-weekday', weekday: 1 },
  ]
  const named = group({ dates })
  t.equal(state(named, '2026-11-24T10:00'), 'closed', 'the last day is included')
  t.equal(state(named, '2026-11-25T10:00'), 'open')
  t.equal(state(named, '2026-11-21T10:00'), 'open', 'a make-up Saturday')
  t.equal(state(named, '2026-10-01T10:00'), 'open', 'ahead of the company calendar')
  const nights = group({ hours: [{ days: [5], from: '22:00', to: '06:00' }], dates })
  t.equal(state(nights, '2026-11-22T05:00'), 'open', 'the night after the Saturday worked as a Friday')
  t.equal(state(group({ hours: [] }), '2026-11-22T03:00'), 'open', 'no hours are all day')
})

t.test('two numbers name one group: what changes there changes both', async (t) => {
  const number = (id: string): AccessNumber => ({
    ...{ id, number: id, name: id, lang: 'zh', vip: false, enabled: true, timeGroupId: 'g' },
    ...{ flowId: 'day', offHoursFlowId: 'night', hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }] },
  })
  const flows = (one: TimeGroup) =>
    ['95000', '95001'].map((id) => flowIdNow(number(id), { ...company, timeGroups: [one] }, at('2026-11-20T19:00')))
  t.same(flows(group()), ['night', 'night'], 'the group rules, not the hours of the number')
  t.same(flows(group({ hours: [{ days: [5], from: '09:00', to: '20:00' }] })), ['day', 'day'])
  const gone = { ...company, timeGroups: [] }
  t.equal(flowIdNow(number('95000'), gone, at('2026-11-20T19:00')), 'day', 'without it the own hours hold')
  t.equal(flowIdNow(number('95000'), { ...company, timeGroups: [group()] }, at('2026-10-01T10:00')), 'night')
})

t.test('a flow asks how a group stands now', async (t) => {
  const flow: Flow = { id: 'day', version: 1, name: 'day', lang: 'zh', startNodeId: 'a', nodes: [] }
  const lookups = companyLookups(testCompany({ flows: [flow], timeGroups: [group()] }))
  const ask = (timeGroupId: string) =>
    lookups.ask({ type: 'time-group', timeGroupId, at: at('2026-11-20T10:00') }, 1_000)
  t.same(await ask('g'), { type: 'time-group', state: 'open' })
  t.match(await ask('none'), { type: 'fault' })
})

t.test('an extension forwards outside its time group, or within it, whatever its own hours say', async (t) => {
  const extension = (during: 'open' | 'not-open'): Extension => ({
    ...{ id: 'e1', number: '8001', name: '前台', lang: 'zh', enabled: true },
    forward: {
      ...{ always: '8002', noAnswer: '', busy: '', from: '03:00', to: '03:01' },
      byTimeGroup: { timeGroupId: 'g', while: during },
    },
  })
  const other: Extension = { id: 'e2', number: '8002', name: '值班', lang: 'zh', enabled: true }
  const rung = async (during: 'open' | 'not-open', moment: string) => {
    const own = testCompany({ ...company, timeGroups: [group()], extensions: [extension(during), other] })
    const said = await companyLookups(own).ask({ type: 'dialled', number: '8001', user: '8009', at: at(moment) }, 1000)
    return said.type === 'dialled' && said.found && said.target.type === 'extension' ? said.target.user : undefined
  }
  t.equal(await rung('not-open', '2026-11-20T10:00'), '8001')
  t.equal(await rung('not-open', '2026-11-20T19:00'), '8002')
  t.equal(await rung('not-open', '2026-10-01T10:00'), '8002', 'a holiday is outside')
  t.equal(await rung('open', '2026-11-20T10:00'), '8002')
  t.equal(await rung('open', '2026-11-20T19:00'), '8001')
})
