// What happens in a call that is up: hanging up, re-INVITE both ways, digits, REFER, session timers, restore.
import t from 'tap'
import type { DialogHandlers, IncomingRefer } from '#media/sip/api.ts'
import type { SipMessage, SipRequest } from '#media/sip/message.ts'
import { bench, request, response, SDP, settle } from './fake-wire.ts'

const OTHER_SDP = SDP.replace('4000', '4444')

type Bench = ReturnType<typeof bench>

/** A call taken by us, ACK come. */
function taken(headers: string[] = [], handlers: DialogHandlers = {}, more: Parameters<typeof bench>[0] = {}) {
  const b = bench(more)
  const heard: string[] = []
  b.receive(request({ body: SDP, headers }))
  const dialog = b.calls[0]!.accept(SDP, {
    ended: (end) => heard.push(`ended ${end.by}: ${end.reason}`),
    confirmed: () => heard.push('confirmed'),
    ...handlers,
  })!
  const ok = b.wire.take().at(-1)!
  b.receive(request({ method: 'ACK', branch: 'z9hG4bKack', toTag: ok.toTag }))
  const within = (method: string, cseq: number, w: Parameters<typeof request>[0] = {}) =>
    b.receive(request({ method, cseq, toTag: ok.toTag, ...w }))
  return { b, dialog, heard, ok, within }
}

const statuses = (b: Bench) => b.wire.take().map((m) => (m.kind === 'response' ? m.status : m.method))
const only = (b: Bench): SipRequest => {
  const [m, ...rest] = b.wire.take()
  if (m?.kind !== 'request' || rest.length) throw new Error('expected one request')
  return m
}

t.test('our 200 is repeated until the ACK; without one the call is hung up after 32 s', async (t) => {
  const b = bench()
  const heard: string[] = []
  b.receive(request({ body: SDP }))
  b.calls[0]?.accept(SDP, { ended: (end) => heard.push(end.by) })
  b.wire.take()
  b.clock.pass(3_600)
  t.same(statuses(b), [200, 200, 200])
  b.clock.pass(30_000)
  t.equal(statuses(b).at(-1), 'BYE')
  t.same(heard, ['no-ack'])
})

t.test('a BYE of ours waits for the ACK and follows the route', async (t) => {
  const b = bench()
  b.receive(request({ body: SDP }))
  const dialog = b.calls[0]!.accept(SDP, {})!
  const ok = b.wire.take().at(-1)!
  dialog.bye({ cause: 16, text: 'Normal' })
  t.same(b.wire.take(), [])
  b.receive(request({ method: 'ACK', branch: 'z9hG4bKack', toTag: ok.toTag }))
  const [bye] = b.wire.sent
  t.same(bye?.to, { proto: 'TCP', host: '127.0.0.1', port: 5070 })
  const message = only(b)
  t.equal(message.method, 'BYE')
  t.equal(message.uri, 'sip:13800138000@127.0.0.5:5090')
  t.same(message.headers.all('route'), ['<sip:127.0.0.1:5070;transport=tcp;lr>'])
  t.equal(message.headers.get('reason'), 'Q.850;cause=16;text="Normal"')
  t.equal(b.stack.statistics().dialogs, 0)
})

t.test('the peer hangs up and says why', async (t) => {
  const { b, heard, within } = taken()
  within('BYE', 2, { headers: ['Reason: Q.850;cause=17;text="busy"'] })
  t.same(statuses(b), [200])
  t.same(heard, ['confirmed', 'ended remote: Q.850;cause=17;text="busy"'])
  within('INFO', 3)
  t.same(statuses(b), [481])
})

t.test('an old sequence number is refused, a foreign dialog unknown', async (t) => {
  const { b, within } = taken()
  within('INFO', 5)
  within('INFO', 4)
  t.same(statuses(b), [200, 500])
  b.receive(request({ method: 'BYE', cseq: 9, toTag: 'stranger' }))
  t.same(statuses(b), [481])
})

t.test('re-INVITE and UPDATE of the peer are answered by the handler; without one 488', async (t) => {
  const offers: (string | undefined)[] = []
  const { b, within } = taken([], {
    offered: async (offer) => {
      offers.push(`${offer.method} ${offer.sdp === undefined ? 'none' : 'sdp'}`)
      return { sdp: OTHER_SDP }
    },
  })
  within('INVITE', 2, { body: SDP })
  within('INVITE', 3, { body: SDP })
  t.same(statuses(b), [100, 500], 'one at a time')
  await settle()
  const [ok] = b.wire.take()
  t.equal(ok?.body.toString(), OTHER_SDP)
  within('ACK', 2, { branch: 'z9hG4bKack2' })
  within('UPDATE', 4, { body: SDP })
  await settle()
  within('UPDATE', 5)
  t.same(statuses(b), [200, 200], 'a refresh without SDP asks nobody')
  t.same(offers, ['INVITE sdp', 'UPDATE sdp'])
  const bare = taken()
  bare.within('INVITE', 2, { body: SDP })
  await settle()
  t.same(statuses(bare.b), [100, 488])
})

t.test('a good re-INVITE after a refused one is taken at once, before and after the ACK to the refusal', async (t) => {
  const { b, within } = taken([], {
    offered: async ({ sdp }) => (sdp === OTHER_SDP ? { sdp: SDP } : { status: 488 }),
  })
  within('INVITE', 2, { body: SDP })
  await settle()
  t.same(statuses(b), [100, 488])
  within('INVITE', 3, { body: OTHER_SDP })
  await settle()
  t.same(statuses(b), [100, 200], 'its ACK has not come yet')
  within('ACK', 3, { branch: 'z9hG4bKack3' })
  within('INVITE', 4, { body: SDP })
  await settle()
  t.same(statuses(b), [100, 488])
  within('ACK', 4)
  within('INVITE', 5, { body: OTHER_SDP })
  await settle()
  t.same(statuses(b), [100, 200], 'and after it')
})

t.test('a caller without an offer gets ours, and its answer comes in the ACK', async (t) => {
  const b = bench()
  const answers: string[] = []
  b.receive(request({}))
  t.equal(b.calls[0]?.sdp, undefined)
  b.calls[0]?.accept(SDP, { answered: (sdp) => answers.push(sdp) })
  const ok = b.wire.take().at(-1)!
  b.receive(request({ method: 'ACK', branch: 'z9hG4bKack', toTag: ok.toTag, body: OTHER_SDP }))
  t.same(answers, [OTHER_SDP])
})

t.test('our re-INVITE: answer and ACK; glare is tried again later, a second one at once refused', async (t) => {
  const { b, dialog } = taken()
  const first = dialog.reinvite(OTHER_SDP)
  t.equal((await dialog.reinvite(SDP)).status, 491)
  const glare = only(b)
  b.receive(response(glare, 491))
  t.same(statuses(b), ['ACK'])
  b.clock.pass(2_100)
  const again = only(b)
  t.ok(again.cseq > glare.cseq)
  b.receive(response(again, 200, { body: SDP }))
  t.same(statuses(b), ['ACK'])
  t.match(await first, { status: 200, sdp: SDP })
})

t.test('a re-INVITE of the peer while ours is under way is glare', async (t) => {
  const { b, dialog, within } = taken()
  void dialog.reinvite(OTHER_SDP)
  b.wire.take()
  within('INVITE', 2, { body: SDP })
  t.same(statuses(b), [491])
})

t.test('digits by INFO in both spellings, other INFO apart', async (t) => {
  const heard: unknown[] = []
  const { b, dialog, within } = taken([], { digit: (d) => heard.push(d), info: (i) => heard.push(i) })
  within('INFO', 2, { type: 'application/dtmf-relay', body: 'Signal=5\r\nDuration=200\r\n' })
  within('INFO', 3, { type: 'application/dtmf', body: '#' })
  within('INFO', 4, { type: 'application/dtmf-relay', body: 'Signal= 10\r\n' })
  within('INFO', 5, { type: 'text/plain', body: '你好' })
  t.same(heard, [
    { digit: '5', ms: 200 },
    { digit: '#', ms: 160 },
    { digit: '*', ms: 160 },
    { contentType: 'text/plain', body: '你好' },
  ])
  b.wire.take()
  const sent = dialog.sendDigit('7', 160)
  const info = only(b)
  t.equal(info.body.toString(), 'Signal=7\r\nDuration=160\r\n')
  b.receive(response(info, 200))
  t.equal((await sent).status, 200)
})

t.test('a transfer asked for by the phone: 202, progress by NOTIFY, the last one ends it', async (t) => {
  const refers: IncomingRefer[] = []
  const { b, within } = taken([], { referred: (refer) => refers.push(refer) })
  const replaces = 'sip:1002@tinglan.test?Replaces=call%40x%3Bto-tag%3Da%3Bfrom-tag%3Db'
  within('REFER', 2, { headers: [`Refer-To: <${replaces}>`, 'Referred-By: <sip:1001@tinglan.test>'] })
  t.match(refers[0], { target: 'sip:1002@tinglan.test', targetUser: '1002' })
  t.same(refers[0]?.replaces, { callId: 'call@x', toTag: 'a', fromTag: 'b' })
  refers[0]?.accept()
  refers[0]?.progress(180)
  refers[0]?.progress(200)
  refers[0]?.progress(200)
  const sent = b.wire.take()
  t.same(
    sent.map((m) => (m.kind === 'response' ? m.status : m.method)),
    [202, 'NOTIFY', 'NOTIFY', 'NOTIFY'],
  )
  t.same(
    sent.slice(1).map((m) => m.body.toString().trim()),
    ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing', 'SIP/2.0 200 OK'],
  )
  t.match(sent.at(-1)?.headers.get('subscription-state'), /^terminated/)
  within('REFER', 3)
  t.same(statuses(b), [400])
  const deaf = taken()
  deaf.within('REFER', 2, { headers: ['Refer-To: <sip:1002@x>'] })
  t.same(statuses(deaf.b), [603])
})

t.test(
  'session timer: we refresh at half time by UPDATE, and hang up when the peer has forgotten the call',
  async (t) => {
    const { b, heard, ok } = taken(['Supported: timer', 'Session-Expires: 600', 'Allow: INVITE, UPDATE, BYE'])
    t.equal(ok.headers.get('session-expires'), '600;refresher=uas')
    b.clock.pass(299_000)
    t.same(b.wire.take(), [])
    b.clock.pass(1_000)
    const update = only(b)
    t.equal(update.method, 'UPDATE')
    t.equal(update.headers.get('session-expires'), '600;refresher=uac')
    b.receive(response(update, 200, { headers: ['Session-Expires: 600;refresher=uac'] }))
    await settle()
    b.clock.pass(300_000)
    b.receive(response(only(b), 481))
    await settle()
    t.same(statuses(b), ['BYE'])
    t.same(heard, ['confirmed', 'ended fault: UPDATE 481'])
  },
)

t.test('session timer: the peer promised to refresh and does not', async (t) => {
  const { b, heard, within } = taken(['Supported: timer', 'Session-Expires: 90;refresher=uac'])
  b.clock.pass(50_000)
  within('UPDATE', 2, { headers: ['Supported: timer', 'Session-Expires: 90;refresher=uac'] })
  t.same(statuses(b), [200])
  b.clock.pass(59_000)
  t.same(b.wire.take(), [])
  b.clock.pass(1_000)
  t.same(statuses(b), ['BYE'])
  t.same(heard, ['confirmed', 'ended session-timer: session expired'])
})

t.test('a session shorter than we bear is refused with 422', async (t) => {
  const b = bench()
  b.receive(request({ body: SDP, headers: ['Supported: timer', 'Session-Expires: 30'] }))
  const [refusal] = b.wire.take()
  t.equal(refusal?.kind === 'response' && refusal.status, 422)
  t.equal(refusal?.headers.get('min-se'), '90')
})

t.test(
  'a caller that requires 100rel: one reliable response at a time, and 200 waits for the last PRACK',
  async (t) => {
    const b = bench()
    b.receive(request({ body: SDP, headers: ['Require: 100rel'] }))
    const call = b.calls[0]!
    call.progress(180)
    call.progress(183, { sdp: SDP })
    const dialog = call.accept(SDP, {})
    const [, ringing, ...rest] = b.wire.take() as SipMessage[]
    t.same(rest, [])
    const rseq = Number(ringing?.headers.get('rseq'))
    const prack = (cseq: number, n: number) =>
      b.receive(request({ method: 'PRACK', cseq, toTag: ringing!.toTag, headers: [`RAck: ${n} 1 INVITE`] }))
    b.clock.pass(500)
    t.same(statuses(b), [180], 'repeated')
    prack(2, rseq + 5)
    t.same(statuses(b), [481])
    prack(3, rseq)
    t.same(statuses(b), [200, 183])
    prack(4, rseq + 1)
    t.same(statuses(b), [200, 200])
    t.equal(dialog?.state, 'confirming')
  },
)

t.test('a dialog survives its process: restored from JSON it goes on counting, refreshing and hearing', async (t) => {
  const old = taken(['Supported: timer', 'Session-Expires: 600', 'Allow: UPDATE'])
  const snapshot = JSON.parse(JSON.stringify(old.dialog.snapshot()))
  const b = bench()
  const heard: string[] = []
  const dialog = b.stack.restoreDialog(snapshot, { ended: (end) => heard.push(end.by) })
  t.equal(dialog.state, 'up')
  t.equal(dialog.remote.name, '王小明')
  void dialog.refresh()
  const update = only(b)
  t.ok(update.cseq > 100, 'no number is used twice')
  t.equal(update.contact?.uri, 'sip:node@127.0.0.9:5060;transport=tcp')
  b.receive(response(update, 200, { headers: ['Session-Expires: 600;refresher=uac'] }))
  await settle()
  b.clock.pass(300_000)
  t.equal(only(b).method, 'UPDATE', 'the session timer runs on')
  b.receive(request({ method: 'BYE', cseq: 2, toTag: old.ok.toTag }))
  t.same(heard, ['remote'])
  t.equal(b.stack.statistics().dialogs, 0)
})
