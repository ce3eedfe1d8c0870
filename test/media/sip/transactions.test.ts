// The timers of RFC 3261 17 on a clock moved by hand: what is repeated, when it ends, and that nothing is left.
import t from 'tap'
import { bench, request, response, SDP } from './fake-wire.ts'

type Bench = ReturnType<typeof bench>

function empty(b: Bench): boolean {
  const s = b.stack.statistics()
  return s.clientTransactions + s.serverTransactions + s.dialogs === 0 && b.clock.pending === 0
}

function dialOut(b: Bench, ringMs?: number) {
  const heard: string[] = []
  const outgoing = b.stack.invite({
    uri: 'sip:1001@tinglan.test',
    from: { uri: 'sip:95588@tinglan.test', name: '听澜"客服"' },
    headers: { 'X-Tinglan-Trunk': 't1\r\nEvil: yes' },
    sdp: SDP,
    handlers: { ended: (end) => heard.push(`ended ${end.by}`) },
    ...(ringMs ? { ringMs } : {}),
    onProgress: ({ status, sdp }) => heard.push(`progress ${status}${sdp ? ' sdp' : ''}`),
    onAccepted: () => heard.push('accepted'),
    onRejected: ({ status, local }) => heard.push(`rejected ${status}${local ? ' local' : ''}`),
  })
  return { heard, outgoing }
}

const methods = (b: Bench) => b.wire.take().map((m) => (m.kind === 'request' ? m.method : String(m.status)))

t.test('an INVITE over UDP is repeated after 0.5, 1, 2, 4 … s and given up after 32 s', async (t) => {
  const b = bench()
  const { heard } = dialOut(b)
  const times: number[] = []
  const start = b.clock.now()
  for (let ms = 0; ms < 40_000; ms += 100) {
    for (const _ of b.wire.take()) times.push(b.clock.now() - start)
    b.clock.pass(100)
  }
  t.same(times, [0, 500, 1500, 3500, 7500, 15_500, 31_500])
  t.same(heard, ['rejected 408 local'])
  t.ok(empty(b))
})

t.test('over TCP nothing is repeated, and a provisional response stops the 32 s', async (t) => {
  const b = bench({}, 'TCP')
  const { heard } = dialOut(b)
  const [invite] = b.wire.take()
  b.receive(response(invite!, 180, { toTag: 'a' }))
  b.clock.pass(60_000)
  t.same(b.wire.take(), [])
  t.same(heard, ['progress 180'])
  b.receive(response(invite!, 486, { toTag: 'a' }))
  t.same(methods(b), ['ACK'])
  t.same(heard, ['progress 180', 'rejected 486'])
  t.ok(empty(b))
})

t.test('headers cannot be smuggled in, and Chinese names arrive whole', async (t) => {
  const b = bench()
  dialOut(b)
  const [invite] = b.wire.take()
  t.equal(invite?.headers.get('evil'), undefined)
  t.equal(invite?.from.name, '听澜"客服"')
  t.equal(Number(invite?.headers.get('content-length')), Buffer.byteLength(SDP))
})

t.test('a refusal over UDP is acknowledged each time it is repeated, and told once', async (t) => {
  const b = bench()
  const { heard } = dialOut(b)
  const [invite] = b.wire.take()
  b.receive(response(invite!, 503, { toTag: 'a' }))
  b.receive(response(invite!, 503, { toTag: 'a' }))
  t.same(methods(b), ['ACK', 'ACK'])
  t.same(heard, ['rejected 503'])
  b.clock.pass(32_000)
  t.ok(empty(b))
})

t.test('a lost ACK: a repeated 200 is acknowledged again, even after the transaction is over', async (t) => {
  const b = bench()
  const { heard } = dialOut(b)
  const [invite] = b.wire.take()
  const ok = response(invite!, 200, { toTag: 'a', body: SDP })
  b.receive(ok)
  b.receive(ok)
  b.clock.pass(40_000)
  b.receive(ok)
  t.same(methods(b), ['ACK', 'ACK', 'ACK'])
  t.same(heard, ['accepted'])
})

t.test('cancelling waits for the first response, then CANCEL goes and 487 is heard once', async (t) => {
  const b = bench()
  const { heard, outgoing } = dialOut(b)
  const [invite] = b.wire.take()
  outgoing.cancel()
  t.same(b.wire.take(), [])
  b.receive(response(invite!, 180, { toTag: 'a' }))
  const [cancel] = b.wire.take()
  t.equal(cancel?.kind === 'request' && cancel.method, 'CANCEL')
  t.equal(cancel?.branch, invite?.branch)
  b.receive(response(cancel!, 200, { toTag: 'a' }))
  b.receive(response(invite!, 487, { toTag: 'a' }))
  t.same(heard, ['rejected 487'])
  b.clock.pass(64_000)
  t.ok(empty(b))
})

t.test('a 200 that crosses our CANCEL is acknowledged and hung up', async (t) => {
  const b = bench()
  const { heard, outgoing } = dialOut(b)
  const [invite] = b.wire.take()
  b.receive(response(invite!, 180, { toTag: 'a' }))
  outgoing.cancel()
  b.wire.take()
  b.receive(response(invite!, 200, { toTag: 'a', body: SDP }))
  t.same(methods(b), ['ACK', 'BYE'])
  t.same(heard, ['progress 180', 'rejected 487 local'])
})

t.test('nobody answers within ringMs: cancelled and reported as 408', async (t) => {
  const b = bench()
  const { heard } = dialOut(b, 20_000)
  const [invite] = b.wire.take()
  b.receive(response(invite!, 180, { toTag: 'a' }))
  b.clock.pass(20_000)
  t.same(methods(b), ['CANCEL'])
  b.receive(response(invite!, 487, { toTag: 'a' }))
  t.same(heard, ['progress 180', 'rejected 408'])
})

t.test('two phones answer: the first wins, the second is acknowledged and hung up', async (t) => {
  const b = bench()
  const { heard } = dialOut(b)
  const [invite] = b.wire.take()
  b.receive(response(invite!, 180, { toTag: 'a' }))
  b.receive(response(invite!, 180, { toTag: 'b' }))
  b.receive(response(invite!, 200, { toTag: 'b', body: SDP }))
  b.receive(response(invite!, 200, { toTag: 'a', body: SDP }))
  t.same(methods(b), ['ACK', 'ACK', 'BYE'])
  t.equal(heard.filter((h) => h === 'accepted').length, 1)
})

t.test('a wire that cannot send is 503 at once', async (t) => {
  const b = bench({}, 'TCP')
  b.wire.broken = 'ECONNREFUSED'
  const { heard } = dialOut(b)
  t.same(heard, ['rejected 503 local'])
  t.ok(empty(b))
})

t.test('422 is tried again with the longer session, 100rel in 183 is answered by PRACK', async (t) => {
  const b = bench()
  const { heard } = dialOut(b)
  const [invite] = b.wire.take()
  b.receive(response(invite!, 422, { toTag: 'x', headers: ['Min-SE: 3600'] }))
  const [, again] = b.wire.take()
  t.equal(again?.headers.get('session-expires'), '3600')
  t.equal(again?.headers.get('min-se'), '3600')
  const reliable = { toTag: 'a', headers: ['Require: 100rel', 'RSeq: 7'], body: SDP }
  b.receive(response(again!, 183, reliable))
  b.receive(response(again!, 183, reliable))
  const pracks = b.wire.take()
  t.equal(pracks.length, 1)
  t.equal(pracks[0]?.headers.get('rack'), `7 ${again?.cseq} INVITE`)
  t.same(heard, ['progress 183 sdp'])
})

t.test('our refusal over UDP is repeated until its ACK', async (t) => {
  const b = bench()
  b.receive(request({ body: SDP }))
  b.calls[0]?.reject(486)
  const refusal = b.wire.take().at(-1)!
  b.clock.pass(1_600)
  t.same(methods(b), ['486', '486'])
  b.receive(request({ method: 'ACK', branch: refusal.branch, toTag: refusal.toTag }))
  b.clock.pass(64_000)
  t.same(b.wire.take(), [])
  t.ok(empty(b))
})

t.test('a repeated INVITE is no second call', async (t) => {
  const b = bench()
  const invite = request({ body: SDP })
  b.receive(invite)
  b.receive(invite)
  t.equal(b.calls.length, 1)
  t.same(methods(b), ['100', '100'])
})

t.test('a name in GBK is read, and so is one in UTF-8 beside bytes that are neither', async (t) => {
  const b = bench()
  const from = { proto: 'UDP', host: '127.0.0.1', port: 5070 } as const
  const [before, after] = request({ body: SDP }).split('王小明')
  const gbk = Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7])
  b.stack.receive(Buffer.concat([Buffer.from(before!), gbk, Buffer.from(after!)]), from)
  t.equal(b.calls[0]?.from.name, '王小明')
  const odd = request({ body: SDP, callId: 'call-2', headers: ['Subject: ?'] }).split('?')
  b.stack.receive(Buffer.concat([Buffer.from(odd[0]!), Buffer.from([0xff, 0xfe]), Buffer.from(odd[1]!)]), from)
  t.equal(b.calls[1]?.from.name, '王小明')
})

t.test('a caller who gives up: 200 to CANCEL, 487 to INVITE, and the owner hears of it', async (t) => {
  const b = bench()
  b.receive(request({ body: SDP, branch: 'z9hG4bKsame' }))
  const why: string[] = []
  b.calls[0]?.onCancelled((w) => why.push(w))
  b.wire.take()
  b.receive(request({ method: 'CANCEL', branch: 'z9hG4bKsame' }))
  t.same(methods(b), ['200', '487'])
  t.same(why, ['cancel'])
  t.equal(b.calls[0]?.state, 'cancelled')
  t.equal(b.calls[0]?.accept(SDP, {}), undefined)
  b.receive(request({ method: 'CANCEL', branch: 'z9hG4bKother' }))
  t.same(methods(b), ['481'])
})

t.test('a call that nobody decides is refused after its time', async (t) => {
  const b = bench()
  b.receive(request({ body: SDP }))
  const why: string[] = []
  b.calls[0]?.onCancelled((w) => why.push(w))
  b.wire.take()
  b.clock.pass(180_000)
  t.equal(methods(b)[0], '480')
  t.same(why, ['timeout'])
})

t.test('a draining stack takes no new call, answers OPTIONS with 503, and says when to come again', async (t) => {
  const b = bench()
  b.stack.drain(5_000)
  b.receive(request({ body: SDP }))
  b.receive(request({ method: 'OPTIONS', callId: 'o' }))
  const replies = b.wire.take()
  t.same(
    replies.map((m) => m.kind === 'response' && m.status),
    [503, 503],
  )
  t.equal(replies[0]?.headers.get('retry-after'), '5')
  t.equal(b.calls.length, 0)
  b.stack.undrain()
  b.receive(request({ method: 'OPTIONS', callId: 'p' }))
  t.same(methods(b).at(-1), '200')
})

t.test('a handler that throws costs its call a 500 and nothing else', async (t) => {
  const b = bench({
    onInvite: () => {
      throw new Error('a bug')
    },
  })
  b.receive(request({ body: SDP }))
  t.same(methods(b), ['500'])
  t.equal(b.faults.length, 1)
  t.equal(b.stack.statistics().faults, 1)
})
