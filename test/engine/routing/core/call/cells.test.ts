// What a call does in each mode beyond the straight path: ways out, transfers, voicemail, outbound, hang-ups, restarts.
import t from 'tap'
import type { WayOut } from '#engine/protocol/company.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import {
  ended,
  facts,
  flow,
  fresh,
  held,
  inFlow,
  inQueue,
  joined,
  joining,
  keyed,
  legNews,
  machine,
  messages,
  news,
  notice,
  orders,
  played,
  recordingMail,
  reserved,
  ringingOut,
  type Stand,
  summary,
  talking,
  told,
  waitId,
} from './company.ts'

const left = (wayOut: WayOut) =>
  inQueue().when(notice({ type: 'queue-left', queueId: 'q1', reason: 'max-wait', wayOut }), 60_000)

t.test('the five ways out of a queue', async (t) => {
  t.match(orders(left({ type: 'voicemail' }).decision), [
    { type: 'play', sounds: [{}, { promptId: 'beep' }], repeat: 1 },
  ])
  t.match(left({ type: 'voicemail' }).state, { mode: 'voicemail', mail: { queueId: 'q1' } })
  t.match(messages(left({ type: 'queue', queueId: 'q2' }).decision), [{ to: 'q2', command: { type: 'join' } }])
  t.match(left({ type: 'flow', flowId: 'f2' }).state, { mode: 'fetching' })
  t.match(left({ type: 'outside', number: '139' }).state, { mode: 'finding', purpose: { for: 'way-out' } })
  const silent = left({ type: 'hang-up' })
  t.equal(silent.state.mode, 'ended', 'nothing is said that nobody has set')
  t.match(orders(silent.decision), [{ type: 'hang-up', legId: 'L1' }])
  t.match(summary(silent.decision), { outcome: 'overflowed', hungUpBy: 'queue' })
  const sorry = left({ type: 'hang-up', promptId: 'bye' })
  t.match(sorry.state, { mode: 'farewell', ending: { outcome: 'overflowed', hungUpBy: 'queue' } })
  t.match(orders(sorry.decision), [{ type: 'play', sounds: [{ type: 'file', promptId: 'bye' }], repeat: 1 }])
})

t.test('a full queue sends the caller on at once', async (t) => {
  const refused = joining().when(
    notice({ type: 'queue-refused', queueId: 'q1', reason: 'full', wayOut: { type: 'hang-up' } }),
    3001,
  )
  t.match(refused.state, { mode: 'ended', journey: { queues: [{ queueId: 'q1', left: 'full' }] } })
  t.same(
    facts(
      inQueue().when(notice({ type: 'queue-left', queueId: 'q9', reason: 'nobody', wayOut: { type: 'hang-up' } }), 1)
        .decision,
    ),
    [],
    'another queue has no say',
  )
})

t.test('a flow by a way out is fetched, played on the same leg, or said to be closed', async (t) => {
  const asked = inQueue().does(
    notice({ type: 'queue-left', queueId: 'q1', reason: 'nobody', wayOut: { type: 'flow', flowId: 'f2' } }),
    60_000,
  )
  const begun = asked.when(told(asked, { type: 'flow', found: true, flow }), 60_010)
  t.match(orders(begun.decision), [{ type: 'stop-play' }, { type: 'play', sounds: [{ text: '您好' }] }])
  t.match(asked.when(told(asked, { type: 'flow', found: false }), 60_010).state, { mode: 'farewell' })
  t.match(asked.when({ type: 'wake' }, 66_000).state, { mode: 'farewell' }, 'also when no answer comes')
})

t.test('queues that send a caller round and round let it go with an apology', async (t) => {
  let stand = inQueue()
  for (let n = 0; stand.state.mode === 'queue' && n < 50; n++) {
    const from = stand.state.stay.queueId
    stand = stand.does(
      notice({ type: 'queue-refused', queueId: from, reason: 'full', wayOut: { type: 'queue', queueId: `q${n}` } }),
      4000 + n,
    )
  }
  t.match(stand.state, { mode: 'farewell', ending: { hungUpBy: 'system' } })
})

t.test('the queue actor does not answer: it is asked again for a while, then there is an apology', async (t) => {
  const again = joining().when({ type: 'wake' }, 8000)
  t.match(messages(again.decision), [{ to: 'q1', command: { type: 'join' } }])
  t.match(orders(again.decision), [{ type: 'play', repeat: 'forever' }, { type: 'tag' }], 'no silence meanwhile')
  const late = joining().when({ type: 'wake' }, 80_000)
  t.match(late.state, { mode: 'farewell', ending: { outcome: 'overflowed' } })
  t.match(messages(late.decision), [{ to: 'q1', command: { type: 'leave' } }])
})

t.test('the position is said over the music: 1 goes on waiting, 2 leaves a message, an agent cuts in', async (t) => {
  const announce = notice({ type: 'announce', queueId: 'q1', position: 3, offerVoicemail: true })
  const said = inQueue().when(announce, 10_000)
  t.match(orders(said.decision), [
    { type: 'play', sounds: [{ text: '您前面还有两位，您是第三位。' }, { text: /按一.*按二/ }] },
    { type: 'collect', maxDigits: 1 },
  ])
  const stand = inQueue().does(announce, 10_000)
  t.match(orders(stand.when(keyed(waitId(stand), '1'), 12_000).decision), [{ type: 'play', repeat: 'forever' }])
  const two = stand.when(keyed(waitId(stand), '2'), 12_000)
  t.match(messages(two.decision), [{ to: 'q1', command: { type: 'leave', reason: 'voicemail' } }])
  t.match(two.state, { mode: 'voicemail', journey: { queues: [{ left: 'voicemail' }] } })
  t.match(orders(stand.when(joined(), 12_000).decision)[0], { type: 'stop-collect' })
  t.match(orders(stand.when({ type: 'wake' }, 70_000).decision), [{ type: 'stop-collect' }, { repeat: 'forever' }])
  const plain = inQueue().does(notice({ type: 'announce', queueId: 'q1', position: 1, offerVoicemail: false }), 10_000)
  t.match(orders(plain.when(played(waitId(plain)), 12_000).decision), [{ repeat: 'forever' }])
})

t.test('words longer than the rhythm of the announcements still leave music between them', async (t) => {
  const announce = notice({ type: 'announce', queueId: 'q1', position: 3, offerVoicemail: false })
  const talks = inQueue().does(announce, 10_000)
  talks.when(announce, 12_000).gives(t, [], [])
  const music = talks.does(played(waitId(talks)), 14_000)
  music.when(announce, 14_100).gives(t, [], [])
  t.match(orders(music.when(announce, 17_100).decision), [{ type: 'play', repeat: 1 }])
})

t.test('the caller hangs up in each stage: the outcome and who hung up are right', async (t) => {
  const cases: [string, Stand, string][] = [
    ['in the flow', inFlow(), 'abandoned-in-flow'],
    ['in the queue', inQueue(), 'abandoned-in-queue'],
    ['while an agent rings', reserved(), 'abandoned-ringing'],
    ['while the number is said', inQueue({ sayAgentNumber: true }).does(joined(), 8000), 'abandoned-ringing'],
    ['in the talk', talking(), 'answered'],
    ['on hold', held(), 'answered'],
    ['while a message is recorded', recordingMail(), 'voicemail'],
  ]
  for (const [title, stand, outcome] of cases) {
    t.match(summary(stand.when(ended('L1'), 70_000).decision), { outcome, hungUpBy: 'caller' }, title)
    t.same(facts(stand.when(ended('other'), 70_000).decision), [], `${title}: another leg`)
  }
  t.match(messages(inQueue().when(ended('L1'), 9000).decision), [
    { to: 'q1', command: { type: 'leave', reason: 'abandoned' } },
  ])
})

t.test('agent, supervisor or system hang up; a stranger cannot', async (t) => {
  for (const by of ['agent', 'supervisor', 'system'] as const) {
    const over = talking().when({ type: 'hang-up', by, who: 'a1' }, 9000)
    t.match(summary(over.decision), { outcome: 'answered', hungUpBy: by })
    t.same(
      orders(over.decision).map((order) => order.type),
      ['hang-up', 'hang-up'],
    )
  }
  talking().when({ type: 'hang-up', by: 'agent', who: 'a7' }, 9000).refused(t, 'no-call')
  t.match(summary(inQueue().when({ type: 'hang-up', by: 'supervisor', who: 's' }, 9000).decision), {
    hungUpBy: 'supervisor',
  })
})

t.test('an agent who hangs up ends the call; one whose browser broke loses it to the front of the queue', async (t) => {
  const leaves = (by: 'agent' | 'system') =>
    talking().when({ type: 'agent-left', agentId: 'a1', legId: 'leg-a1', by }, 9000)
  t.match(summary(leaves('agent').decision), { outcome: 'answered', hungUpBy: 'agent' })
  t.match(messages(leaves('system').decision), [
    { to: 'a1' },
    { to: 'q1', command: { type: 'join', call: { front: true } } },
  ])
})

t.test('the time on hold counts, however the talk ends', async (t) => {
  const hangUp = (by: 'agent' | 'supervisor') => ({ type: 'hang-up', by, who: 'a1' }) as const
  const ways = { agent: hangUp('agent'), supervisor: hangUp('supervisor'), caller: ended('L1') }
  for (const [who, command] of Object.entries(ways))
    t.match(summary(held().when(command, 16_000).decision), { agents: [{ agentId: 'a1', holdMs: 7000 }] }, who)
  const gone = held().when({ type: 'reconcile', legIds: [] }, 16_000)
  t.match(summary(gone.decision), { agents: [{ holdMs: 7000 }] }, 'found gone after a restart')
  const resumed = held().does({ type: 'resume', agentId: 'a1' }, 11_000)
  t.match(summary(resumed.when(ended('L1'), 16_000).decision), { agents: [{ holdMs: 2000 }] }, 'taken back before')
})

t.test('a second agent is turned away', async (t) => {
  const late = talking().when(joined('a2'), 9000)
  t.match(orders(late.decision), [{ type: 'hang-up', legId: 'leg-a2' }])
  t.match(messages(late.decision), [{ to: 'a2', command: { type: 'call-over' } }])
  t.match(
    messages(fresh().when(joined('a2'), 9000).decision),
    [{ to: 'a2', command: { type: 'call-over' } }],
    'also from a call nobody knows',
  )
})

t.test('a message ends by hash key, silence or its limit, and is kept', async (t) => {
  const stand = recordingMail()
  if (stand.state.mode !== 'voicemail') throw new Error(stand.state.mode)
  const recordingId = stand.state.recordingId ?? ''
  const silence: MediaNews = { type: 'silence-reached', callId: 'c1', legId: 'L1', recordingId }
  for (const done of [
    stand.when(keyed(waitId(stand), ''), 20_000),
    stand.when(news(silence), 20_000),
    stand.when({ type: 'wake' }, 66_000),
  ]) {
    t.match('facts' in done.decision && done.decision.facts, [
      { type: 'message-left', recordingId },
      { type: 'farewell-started' },
    ])
    t.match(orders(done.decision), [
      { type: 'stop-collect' },
      { type: 'stop-recording', recordingId },
      { type: 'play' },
    ])
  }
  const bye = stand.does(keyed(waitId(stand), ''), 20_000)
  t.match(summary(bye.when(played(waitId(bye)), 23_000).decision), {
    outcome: 'voicemail',
    hungUpBy: 'flow',
    recordingId,
  })
  const broke: MediaNews = { type: 'recording-failed', callId: 'c1', recordingId, detail: 'disk full' }
  t.match(stand.when(news(broke), 20_000).state, { mode: 'farewell', ending: { outcome: 'failed' } })
})

t.test('after a restart what is heard is ordered again, and who is gone is gone', async (t) => {
  const again = (stand: Stand, legIds = ['L1', 'leg-a1']) => stand.when({ type: 'reconcile', legIds }, 50_000)
  t.match(orders(again(inFlow()).decision), [{ type: 'play', sounds: [{ text: '您好' }] }])
  t.match(orders(again(inQueue()).decision), [{ type: 'tag' }, { type: 'play', repeat: 'forever' }])
  t.match(messages(again(inQueue()).decision), [{ to: 'q1', command: { type: 'join' } }], 'the queue may have lost it')
  t.match(orders(again(talking()).decision), [{ type: 'hear', pairs: [{}, {}] }, { type: 'stop-play' }])
  t.match(orders(again(held()).decision), [
    { type: 'hear', pairs: [] },
    { type: 'play', repeat: 'forever' },
  ])
  t.same(facts(again(recordingMail()).decision), [], 'a recording goes on by itself')
  t.match(summary(again(inQueue(), []).decision), { outcome: 'abandoned-in-queue', hungUpBy: 'system' })
  t.match(messages(again(talking(), ['L1']).decision)[1], {
    to: 'q1',
    command: { type: 'join', call: { front: true } },
  })
  const rings = ringingOut()
  t.match(orders(again(rings, ['A1']).decision), [{ type: 'dial' }], 'the order may be lost: the media node knows')
})

t.test('a node that waits for keys gives up by its own deadline', async (t) => {
  const hello = inFlow()
  t.match(hello.when({ type: 'wake' }, hello.wakeAt() ?? 0).state, {
    mode: 'flow',
    run: { position: { nodeId: 'menu' } },
  })
})

t.test('an ended call answers late news with silence and hangs up a late answer', async (t) => {
  const done = talking().does(ended('L1'), 20_000)
  t.match(orders(done.when(legNews('leg-answered', 'X'), 20_100).decision), [{ type: 'hang-up', legId: 'X' }])
  t.match(orders(done.when(joined('a2'), 20_100).decision), [{ type: 'hang-up', legId: 'leg-a2' }])
  done.when({ type: 'hold', agentId: 'a1' }, 20_100).refused(t, 'command-not-possible')
  const short = inQueue().does(ended('L1'), 20_000)
  t.ok(machine.over(short.when({ type: 'wake' }, 25_000).state), 'forgotten a little later')
})

t.test('an order that media could not carry out holds nobody up', async (t) => {
  const failed = (order: 'play' | 'collect' | 'start-recording') =>
    news({ type: 'order-failed', callId: 'c1', legId: 'L1', order, detail: 'broken' })
  t.match(inFlow().when(failed('play'), 1500).state, { mode: 'flow', run: { position: { nodeId: 'menu' } } })
  t.match(inQueue({ sayAgentNumber: true }).does(joined(), 8000).when(failed('play'), 8001).state, { mode: 'talking' })
  t.match(recordingMail().when(failed('start-recording'), 7000).state, {
    mode: 'farewell',
    ending: { outcome: 'failed' },
  })
  const sorry = inQueue().does(
    notice({ type: 'queue-left', queueId: 'q1', reason: 'nobody', wayOut: { type: 'hang-up', promptId: 'bye' } }),
    9000,
  )
  t.match(summary(sorry.when(failed('play'), 9001).decision), { outcome: 'overflowed', hungUpBy: 'queue' })
})
