// Calls that we made: the route back, the moved target, who waits longer at glare, bytes and not characters.
import t from 'tap'
import type { Dialog } from '#media/sip/api.ts'
import type { SipRequest } from '#media/sip/message.ts'
import { bench, request, response, SDP, settle } from './fake-wire.ts'

function made() {
  const b = bench({}, 'TCP')
  const dialogs: Dialog[] = []
  b.stack.invite({
    uri: 'sip:1001@tinglan.test',
    from: { uri: 'sip:95588@tinglan.test' },
    sdp: SDP,
    handlers: { offered: () => ({ sdp: SDP }) },
    onAccepted: (dialog) => dialogs.push(dialog),
    onRejected: () => {},
  })
  const [invite] = b.wire.take()
  const far = 'Record-Route: <sip:127.0.0.1:5070;transport=tcp;lr>, <sip:127.0.0.2:5060;transport=tcp;lr>'
  const ok = response(invite!, 200, { toTag: 'b', body: SDP, headers: ['Allow: INVITE'] })
  b.receive(ok.replace('Record-Route: <sip:127.0.0.1:5070;transport=tcp;lr>', far))
  const [ack] = b.wire.take()
  return { b, dialog: dialogs[0]!, invite: invite!, ack: ack as SipRequest }
}

t.test('the route of a call that we made is what came back, turned round', async (t) => {
  const { ack } = made()
  t.same(ack.headers.all('route'), ['<sip:127.0.0.2:5060;transport=tcp;lr>', '<sip:127.0.0.1:5070;transport=tcp;lr>'])
  t.equal(ack.uri, 'sip:1001@127.0.0.6:5091')
})

t.test('a re-INVITE with a new Contact moves where our next request goes', async (t) => {
  const { b, dialog, invite } = made()
  const moved = request({
    cseq: 7,
    callId: invite.callId,
    fromTag: 'b',
    toTag: invite.fromTag,
    body: SDP,
    proto: 'TCP',
  })
  b.receive(moved.replace('127.0.0.5:5090', '127.0.0.77:5090'))
  await settle()
  b.receive(request({ method: 'ACK', cseq: 7, callId: invite.callId, fromTag: 'b', toTag: invite.fromTag }))
  b.wire.take()
  dialog.bye()
  const [bye] = b.wire.take()
  t.match(bye?.kind === 'request' && bye.uri, '127.0.0.77')
})

t.test('at glare the side that made the call waits longer', async (t) => {
  const { b, dialog } = made()
  void dialog.reinvite(SDP)
  b.receive(response(b.wire.take()[0]!, 491))
  b.wire.take()
  b.clock.pass(2_000)
  t.same(b.wire.take(), [])
  b.clock.pass(2_000)
  t.equal(b.wire.take().length, 1)
})

t.test('a peer without UPDATE is refreshed by re-INVITE with the last SDP', async (t) => {
  const { b, dialog } = made()
  void dialog.refresh()
  const [again] = b.wire.take()
  t.equal(again?.kind === 'request' && again.method, 'INVITE')
  t.equal(again?.body.toString(), SDP)
})

t.test('Content-Length counts bytes', async (t) => {
  const { b, dialog } = made()
  void dialog.info('text/plain', '听澜')
  t.match(b.wire.sent[0]?.text, /Content-Length: 6\r\n\r\n听澜$/)
})
