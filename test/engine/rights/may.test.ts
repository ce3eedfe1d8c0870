// The table of rights, read row by row.
import t from 'tap'
import { ALL_RIGHTS, covers, may, rightsOf, type Who } from '#engine/rights/may.ts'

const roles: Who['role'][] = ['administrator', 'supervisor', 'team-lead', 'planner', 'agent', 'kiosk', 'guest']

t.test('the grid of roles and rights stays as it was decided', async (t) => {
  const grid = roles.map((role) => `${role}: ${rightsOf({ role, agentId: 'a1' }).join(' ')}`)
  t.same(grid, [
    'administrator: desk monitor supervise calls-own calls-all recordings reports export announce configure accounts sign-in-log plan plan-view demo customers orders tickets surveys knowledge business-manage business-export personal-data',
    'supervisor: desk monitor supervise calls-own calls-all recordings reports export announce plan-view demo customers orders tickets surveys knowledge business-manage business-export personal-data',
    'team-lead: desk monitor supervise calls-own calls-all recordings reports export plan-view customers orders tickets surveys knowledge personal-data',
    'planner: monitor reports export plan plan-view',
    'agent: desk calls-own recordings export plan-view customers orders tickets surveys knowledge personal-data',
    'kiosk: monitor',
    'guest: ',
  ])
})

t.test('an agent hears only recordings of own calls', async (t) => {
  const agent: Who = { role: 'agent', agentId: 'a1' }
  t.ok(may(agent, 'recordings', { agentIds: ['a2', 'a1'] }))
  t.notOk(may(agent, 'recordings', { agentIds: ['a2'] }))
  t.notOk(may(agent, 'recordings', { agentIds: [] }))
  t.ok(may({ role: 'supervisor' }, 'recordings', { agentIds: ['a2'] }))
})

t.test('a desk needs an agent, whatever the role', async (t) => {
  for (const role of roles) t.notOk(may({ role }, 'desk'), role)
  t.ok(may({ role: 'supervisor', agentId: 'a9' }, 'desk', { agentIds: ['a9'] }))
  t.notOk(may({ role: 'administrator', agentId: 'a9' }, 'desk', { agentIds: ['a1'] }))
})

t.test('a guest may do nothing', async (t) => {
  for (const right of ALL_RIGHTS) t.notOk(may({ role: 'guest', agentId: 'a1' }, right), right)
})

t.test('a file is fetched by who still reaches all that it was made of', async (t) => {
  const reach = (agentIds: string[], queueIds: string[] = []) => ({
    agentIds: new Set(agentIds),
    queueIds: new Set(queueIds),
  })
  t.ok(covers('all', 'all'))
  t.ok(covers('all', reach(['a1'])))
  t.ok(covers(reach(['a1', 'a2'], ['q1']), reach(['a2'], ['q1'])))
  t.notOk(covers(undefined, reach(['a1'])), 'the right is gone')
  t.notOk(covers(reach(['a1']), 'all'), 'it was made by who reached everything')
  t.notOk(covers(reach(['a1']), reach(['a1', 'a2'])), 'an agent has left the department')
  t.notOk(covers(reach(['a1'], ['q1']), reach(['a1'], ['q2'])))
})
