// Cutting a TCP stream into messages, and the small grammars.
import t from 'tap'
import { sdpOf } from '#media/sip/body.ts'
import { nextFrame } from '#media/sip/frame.ts'
import { parseAddress, parseUri, parseVia, splitAtCommas } from '#media/sip/syntax.ts'
import { parsed, request, SDP } from './fake-wire.ts'

/** Feeds the stream in pieces of `size` bytes and answers the messages found. */
function cut(stream: Buffer, size: number): string[] {
  const found: string[] = []
  let rest: Buffer = Buffer.alloc(0)
  for (let at = 0; at < stream.length; at += size) {
    rest = Buffer.concat([rest, stream.subarray(at, at + size)])
    for (;;) {
      const frame = nextFrame(rest, 65_535)
      if ('broken' in frame) return [...found, `broken: ${frame.broken}`]
      rest = frame.rest
      if ('message' in frame) found.push(frame.message.toString())
      else if ('more' in frame) break
    }
  }
  return found
}

t.test('messages come out whole however the stream is cut, Chinese bodies too', async (t) => {
  const one = request({ method: 'INFO', body: '听澜：你好', type: 'text/plain' })
  const two = request({ method: 'BYE', cseq: 2 })
  const stream = Buffer.from(`${one}\r\n\r\n${two}\r\n${one}`)
  for (const size of [1, 3, 7, 100, 10_000]) t.same(cut(stream, size), [one, two, one])
})

t.test('a message with bare line feeds does not swallow the next one', async (t) => {
  const bare = request({ body: SDP }).replaceAll('\r\n', '\n')
  const fixed = bare.replace(
    /Content-Length: \d+/,
    `Content-Length: ${Buffer.byteLength(SDP.replaceAll('\r\n', '\n'))}`,
  )
  const next = request({ method: 'BYE', cseq: 2 })
  t.same(cut(Buffer.from(fixed + next), 50), [fixed, next])
  t.equal(parsed(fixed).callId, 'call-1')
})

t.test('a stream that has lost step is closed, not read on', async (t) => {
  t.same(cut(Buffer.from('m=audio 1 RTP/AVP\r\n\r\nBYE sip:x SIP/2.0\r\n\r\n'), 500), ['broken: start line'])
  const twice = request({}).replace('Content-Length: 0', 'Content-Length: 0\r\nl: 5')
  t.same(cut(Buffer.from(twice), 500), ['broken: content-length'])
  t.same(cut(Buffer.from(request({}).replace('Length: 0', 'Length: -5')), 500), ['broken: content-length'])
  t.same(cut(Buffer.alloc(70_000, 65), 70_000), ['broken: too long'])
})

t.test('addresses, lists, Via and URIs', async (t) => {
  t.same(splitAtCommas('<sip:a,b@x>, "q,\\"," <sip:c@x>;d=1'), ['<sip:a,b@x>', '"q,\\"," <sip:c@x>;d=1'])
  t.match(parseAddress('"J \\"R\\"" <sip:j@x;lr>;tag=1'), { name: 'J "R"', uri: 'sip:j@x;lr' })
  t.equal(parseAddress('"open <sip:j@x>'), undefined)
  t.match(parseUri('sip:%E5%BC%A0@[::1]:5070;transport=TCP?a=b'), {
    user: '张',
    host: '[::1]',
    port: 5070,
    headers: 'a=b',
  })
  t.equal(parseUri('sip:a@x:99999'), undefined)
  t.match(parseVia('SIP / 2.0 / UDP host : 5061 ; branch = z9'), { transport: 'UDP', host: 'host', port: 5061 })
})

t.test('SDP inside multipart/mixed is found', async (t) => {
  const body = `--b1\r\nContent-Type: application/ISUP\r\n\r\nxx\r\n--b1\r\nContent-Type: application/sdp\r\n\r\n${SDP}--b1--\r\n`
  t.same(sdpOf(parsed(request({ body, type: 'multipart/mixed;boundary=b1' }))), { sdp: SDP })
  t.equal(sdpOf(parsed(request({ body: 'x', type: 'text/plain' }))), 'unsupported')
})
