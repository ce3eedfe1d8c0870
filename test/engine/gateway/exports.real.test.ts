// Files made for people: who may fetch them.
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { startedGateway } from './started.ts'

const started = await startedGateway()
const { sql, bus } = started
t.teardown(() => started.stop())

t.before(async () => {
  const columns = [{ name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text' }]
  const info = { name: 'agents', label: { zh: '坐席', en: 'Agents' }, parameters: [], columns }
  await bus.subscribe(subjects.report, (asked, _subject, answer) => {
    const isList = (asked as { type: string }).type === 'list'
    answer?.({ ok: true, value: isList ? [info] : { report: 'agents', columns, rows: [{ agent: 'x' }], asOf: 1 } })
  })
})

t.test(
  'a file is fetched by the right over what it holds as that stands then, not by having been its maker',
  async (t) => {
    const role = (name: string) =>
      sql`update accounts set role = ${name}, agent_id = ${name === 'agent' ? 'agent-2' : null} where account = 'supervisor'`
    const one = await started.signIn('supervisor')
    const [calls, report] = [
      (await one.post('/api/exports/calls?format=csv')).body.id,
      (await one.post('/api/exports/reports/agents?format=xlsx')).body.id,
    ]
    const status = async (id: string) => (await one.get(`/api/exports/${id}/file`)).status
    t.same([await status(calls), await status(report)], [200, 200])
    await role('planner')
    t.same([await status(calls), await status(report)], [403, 200], 'a planner has reports, and no calls')
    await role('agent')
    t.same([await status(calls), await status(report)], [403, 403], 'own calls are not all calls')
    const own = (await one.post('/api/exports/calls?format=csv')).body.id
    t.equal(await status(own), 200)
    await sql`update accounts set agent_id = null where account = 'supervisor'`
    t.equal(await status(own), 403, 'the account is another agent’s, or nobody’s')
    await role('supervisor')
    t.same([await status(calls), await status(own)], [200, 200])
  },
)

t.test('nothing failed inside, and every answer fitted the schema of its route', async (t) => {
  t.same(started.wrong, [])
})
