// A caller who hangs up to be called back, the call that calls him back, and the ways out of a flow beside the queue.
import t from 'tap'
import type { Flow } from '#engine/protocol/company.ts'
import type { Decision } from '#engine/protocol/machine.ts'
import { waitingCall } from '../samples.ts'
import { told as line } from '../told.ts'
import * as company from './company.ts'

const { keyed, legNews, node, notice, told, waitId } = company
type Stand = company.Stand
const spoken = (decision: Decision<{ type: string }>): string =>
  JSON.stringify('effects' in decision ? decision.effects.filter((each) => each.to === 'media') : [])

const announce = notice({ type: 'announce', queueId: 'q1', position: 2, offerVoicemail: true, offerCallback: true })
const press = (stand: Stand, digits: string, at: number) => stand.when(keyed(waitId(stand), digits), at)

t.test('3 after the announcement: the number is read back, 1 confirms, and his place goes to the number', async (t) => {
  const waits = company.inQueue().does(announce, 40_000)
  const asked = waits.does(keyed(waitId(waits), '3'), 45_000)
  t.match(spoken(press(waits, '3', 45_000).decision), /一三九|幺三九/)
  const { decision } = press(asked, '1', 50_000)
  t.match(line(decision), /queue-left:callback farewell-started > leave:callback@q1 play@m1/)
  t.match('effects' in decision && decision.effects[0], { command: { callback: '13900000001' } })
  const other = asked.does(keyed(waitId(asked), '2'), 50_000)
  const again = other.does(keyed(waitId(other), '01088886666'), 60_000)
  t.match(press(again, '1', 70_000).decision, { effects: [{ command: { callback: '01088886666' } }] })
  t.match(line(press(asked, '', 50_000).decision), /announcement-ended > play@m1/, 'who says nothing waits on')
  t.match(line(press(waits, '2', 45_000).decision), /voicemail-entered/)
  const plain = company
    .inQueue()
    .does(notice({ type: 'announce', queueId: 'q1', position: 2, offerVoicemail: false }), 40_000)
  t.equal(plain.state.mode === 'queue' && plain.state.announcing?.collectId, undefined)
})

t.test('when the agent is on the line the customer is called; the queue hears whether he was reached', async (t) => {
  const callback = { number: '13900000001', askedAt: 500, by: 'caller' as const, tries: 0 }
  const call = { ...waitingCall('c1', { joinedAt: 500, vip: true }), callback }
  const due = company.fresh().does({ type: 'call-back', queueId: 'q1', call, record: true }, 1_000)
  t.equal(due.view(), undefined, 'no call yet')
  const begun = due.does(company.joined(), 5_000)
  const outside = { type: 'outside' as const, number: '13900000001', trunk: { id: 't1' }, callerNumber: '4001' }
  const rings = begun.does(told(begun, { type: 'dialled', found: true, target: outside }), 5_100)
  const up = rings.when(legNews('leg-answered', waitId(rings)), 9_000)
  t.match(line(up.decision), /talk-started .*leave:answered@q1/)
  const failed = rings.when(
    company.news({ type: 'leg-failed', callId: 'c1', legId: waitId(rings), cause: 'busy', sipStatus: 486 }),
    9_000,
  )
  t.match(line(failed.decision), /callback-failed:busy@q1/)
  const [ended] = 'facts' in failed.decision ? failed.decision.facts.filter(({ type }) => type === 'call-ended') : []
  t.match(ended, {
    summary: { direction: 'out', vip: true, queues: [{ queueId: 'q1', joinedAt: 500, left: 'answered' }] },
  })
  t.match(line(due.when({ type: 'wake' }, 90_000_000).decision), 'over')
})

t.test('a flow leads outside, to another flow, to a callback, and asks a queue how it stands', async (t) => {
  const flow = (...nodes: Flow['nodes']): Flow => ({ ...company.flow, startNodeId: nodes[0]!.id, nodes })
  const enters = (...nodes: Flow['nodes']) => {
    const asked = company.fresh().does(company.arrived(), 1000)
    return asked.when(told(asked, company.known({}, flow(...nodes))), 1010)
  }
  t.match(line(enters(node('o', 'transfer-out', { number: '01012345' })).decision), /flow-left target-asked/)
  t.match(line(enters(node('f', 'to-flow', { flowId: 'f2' })).decision), /flow-left flow-asked/)
  const asks = enters(
    node('q', 'queue-state', { queueId: 'q7' }, { short: 'b', long: 'b', nobody: 'b' }),
    node('b', 'hang-up'),
  )
  t.match(line(asks.decision), /flow-paused > answer@m1 ask-state:.*@q7/)
  const back = enters(node('c', 'callback', { queueId: 'q7' }, { declined: 'b' }), node('b', 'hang-up'))
  const { state } = back
  const confirmed = company.machine.decide(state, keyed(state.mode === 'flow' ? state.waitId : '', '1'), {
    at: 5_000,
    seed: 'x',
  })
  t.match(line(confirmed), /farewell-started > ask-callback@q7 play@m1/)
  t.match('effects' in confirmed && confirmed.effects[0], {
    command: { call: { joinedAt: 5_000, region: '北京', callback: { number: '13900000001', by: 'caller' } } },
  })
  const spoke = enters(node('l', 'language', { lang: 'en' }, { done: 'q' }), node('q', 'to-queue', { queueId: 'q1' }))
  t.match('effects' in spoke.decision && spoke.decision.effects.at(-1), { command: { call: { lang: 'en' } } })
})
