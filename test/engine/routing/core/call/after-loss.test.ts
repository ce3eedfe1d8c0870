// After a loss of facts: what the media nodes' legs say of a call is believed, and what was to be heard is ordered again.
import t from 'tap'
import type { LegTruth } from '#engine/protocol/media.ts'
import { told } from '../told.ts'
import * as company from './company.ts'
import { STANDS } from './every.ts'

const { fresh, held, inQueue, machine, recordingMail, ringingOut, talking, waitId } = company
const AT = 30_000

const callers = (more: Partial<LegTruth> = {}): LegTruth => ({
  ...{ legId: 'L1', callId: 'c1', node: 'm1', owner: { kind: 'call', id: 'c1' }, state: 'up', direction: 'in' },
  ...{ from: { number: '139', name: '' }, to: '4001', origin: { type: 'trunk', trunkId: 't1' } },
  ...{ tags: {}, hears: [], ageMs: 20_000, ...more },
})
const agents = (id: string, more: Partial<LegTruth> = {}): LegTruth => ({
  ...callers({
    legId: `leg-${id}`,
    owner: { kind: 'agent', id },
    direction: 'out',
    tags: { agent: id, number: '1002' },
  }),
  ...more,
})
/** The caller's leg as a queue stay leaves it. */
const waits = (queue: string, joinedAt: number, priority: 'front' | 'vip' | 'normal' = 'normal') =>
  callers({ tags: { queue, joinedAt: `${joinedAt}`, priority } })

const reconcile = (...legs: LegTruth[]) =>
  ({ type: 'reconcile', legIds: legs.map(({ legId }) => legId), legs }) as const
const found = (...legs: LegTruth[]) => ({ type: 'found', legs }) as const
const stands = (name: string) => (STANDS[name] ?? fresh)()

t.test('an agent whose leg is up in it has taken the caller, wherever the call thinks to be', async (t) => {
  const takes = 'stop-play@m1 hear@m1 tag@m1'
  for (const [name, first] of Object.entries({
    'in a menu': 'talk-started >',
    'in a queue': 'queue-left:answered talk-started recording-started > leave:answered@q1',
    'for which an agent rings': 'queue-left:answered talk-started recording-started > leave:answered@q1',
  })) {
    const { decision, state } = stands(name).when(reconcile(callers(), agents('a7')), AT)
    t.match(told(decision), `${first} ${takes}`, name)
    t.match(told(decision), /call-connected@a7$/, name)
    t.match(
      state,
      { mode: 'talking', journey: { parties: [{}, { agentId: 'a7', agentNumber: '1002', legId: 'leg-a7' }] } },
      name,
    )
  }
  const passed = talking().when(reconcile(callers(), agents('a2')), AT)
  t.match(told(passed.decision), 'party-left talk-started > hear@m1', 'the one before has passed it on')
  t.match(passed.state, { mode: 'talking', journey: { parties: [{}, { agentId: 'a2' }] } })
  const both = talking().when(reconcile(callers(), agents('a1'), agents('a2')), AT)
  t.match(
    both.state,
    { mode: 'talking', journey: { parties: [{}, { agentId: 'a1' }] } },
    'while it is there nobody else takes the caller',
  )
  for (const leg of [agents('a7', { state: 'ringing' }), agents('a7', { direction: 'in' })])
    t.match(inQueue().when(reconcile(callers(), leg), AT).state, { mode: 'queue' }, 'only who has answered a ring')
})

t.test('a recording that runs on the leg is this call’s, and one that was lost begins again', async (t) => {
  const runs = inQueue().when(reconcile(callers({ recordingId: 'rec-9' }), agents('a7')), AT)
  t.match(told(runs.decision), /recording-started/)
  t.notMatch(told(runs.decision), /start-recording/, 'it runs')
  t.strictSame('journey' in runs.state && runs.state.journey.recordings, ['rec-9'])
  const stand = talking()
  const recordingId = 'journey' in stand.state ? stand.state.journey.recordings[0] : undefined
  t.ok(recordingId)
  const again = told(stand.when(reconcile(callers(), agents('a1')), AT).decision)
  t.equal(again, '> hear@m1 stop-play@m1 call-connected@a1 call-held:false@a1 start-recording@m1')
  const still = told(stand.when(reconcile(callers({ recordingId: recordingId! }), agents('a1')), AT).decision)
  t.equal(still, '> hear@m1 stop-play@m1 call-connected@a1 call-held:false@a1')
  const onHold = told(held().when(reconcile(callers({ recordingId: recordingId! }), agents('a1')), AT).decision)
  t.equal(onHold, '> hear@m1 play@m1 call-connected@a1 call-held:true@a1')
})

t.test(
  'a message: a recording goes on, one that was lost begins again, words that were cut are said again',
  async (t) => {
    const stand = recordingMail()
    const recordingId = stand.state.mode === 'voicemail' ? stand.state.recordingId : undefined
    t.equal(told(stand.when(reconcile(callers({ recordingId: recordingId! })), AT).decision), '')
    t.match(told(stand.when(reconcile(callers()), AT).decision), /start-recording@m1/)
    const menu = company.atMenu()
    const words = menu.does(company.keyed(waitId(menu), '2'), 3000)
    const cut = words.when(reconcile(callers()), AT)
    t.match(told(cut.decision), 'voicemail-entered > play@m1')
    t.match(cut.state, { mode: 'voicemail', mail: { maxMs: 60_000 } })
  },
)

t.test('a place in a queue that the leg carries is kept, in whatever the call was by its facts', async (t) => {
  for (const name of ['in a menu', 'that rings a colleague', 'in a talk', 'on hold']) {
    const { decision, state } = stands(name).when(reconcile(waits('q2', 25_000, 'front')), AT)
    t.match(told(decision), /queue-joined:true.*join@q2$/, name)
    t.match(state, { mode: 'queue', stay: { queueId: 'q2', joinedAt: 25_000, front: true } }, name)
  }
  const other = inQueue().when(reconcile(waits('q2', 25_000)), AT)
  t.equal(told(other.decision), 'queue-left:transferred queue-joined > leave:transferred@q1 tag@m1 join@q2')
  const known = inQueue()
  const { state } = known
  const own = reconcile(waits('q1', state.mode === 'queue' ? state.stay.joinedAt : 0))
  t.equal(told(known.when(own, AT).decision), '> tag@m1 join@q1 play@m1', 'the stay it is in is no news')
  const left = talking().when(reconcile(waits('q1', 3000), agents('a1')), AT)
  t.match(left.state, { mode: 'talking' }, 'nor is one that it has left')
})

t.test('a phone that was rung: up, it talks; lost, it is rung again; gone for good, the act has failed', async (t) => {
  const stand = ringingOut()
  const legId = waitId(stand)
  const [own, outside] = [agents('a1', { legId: 'A1', direction: 'out' }), callers({ legId, direction: 'out' })]
  t.match(stand.when(reconcile(own, outside), AT).state, {
    mode: 'talking',
    journey: { parties: [{}, { legId: 'A1' }] },
  })
  t.match(told(stand.when(reconcile(own), AT).decision), '> dial@m1')
  const rings = reconcile(own, callers({ legId, direction: 'out', state: 'ringing' }))
  t.equal(told(stand.when(rings, AT).decision), '', 'it rings on')
  const heard = stand.does(company.legNews('leg-ringing', legId), 2000)
  t.equal(told(heard.when(rings, AT).decision), '> play@m1', 'with its tone')
})

t.test('a caller who was taken and whose answer was lost is answered again', async (t) => {
  const { decision } = company.inFlow().when(reconcile(callers({ state: 'arriving' })), AT)
  t.match(told(decision), /answer@m1/)
  t.notMatch(told(company.inFlow().when(reconcile(callers()), AT).decision), /answer@m1/)
})

t.test('a call that is over hangs up every leg that is still there', async (t) => {
  t.equal(
    told(stands('that ended').when(reconcile(callers(), agents('a1')), AT).decision),
    '> hang-up:normal@m1 hang-up:normal@m1',
  )
})

t.test('a caller nobody knows is taken up where its leg says it was', async (t) => {
  const asked = fresh().does(found(callers()), AT)
  t.match(asked.state, { mode: 'arriving', journey: { arrivedAt: AT - 20_000, parties: [{ legId: 'L1', up: true }] } })
  const anew = asked.when(company.told(asked, company.known()), AT + 10)
  t.match(anew.state, { mode: 'flow' }, 'from nothing: from the beginning')
  t.notMatch(told(anew.decision), /answer@m1/, 'it has been answered')
  const waited = fresh().does(found(waits('q1', 25_000, 'front')), AT)
  const back = waited.when(company.told(waited, company.known()), AT + 10)
  t.match(back.state, { mode: 'queue', stay: { queueId: 'q1', joinedAt: 25_000, front: true } })
  const talked = fresh().does(found(callers({ recordingId: 'rec-9' }), agents('a7')), AT)
  const goesOn = talked.when(company.told(talked, company.known()), AT + 10)
  t.match(goesOn.state, { mode: 'talking', journey: { parties: [{}, { agentId: 'a7' }], recordings: ['rec-9'] } })
  t.ok(machine.view(goesOn.state), 'it is on the screens')
})
