// What is kept of SIP: bounded, by leg, and without what proves who somebody is.
import t from 'tap'
import { masked, SipTrace } from '#media/node/sip-trace.ts'

const text = (callId: string, more = '') =>
  `INVITE sip:1001@x SIP/2.0\r\nVia: SIP/2.0/TCP h\r\nCall-ID: ${callId}\r\n${more}\r\nv=0\r\na=crypto:1 KEY\r\n`
const traceOf = (legs: number) => new SipTrace({ node: 'm1', own: '127.0.0.1:5070', legs, now: () => 1_000 })
const leg = (callId: string) => ({ callId, legId: 'l1', direction: 'in' as const, party: '139' })

t.test('no body and no proof is kept; the lines are', async (t) => {
  const kept = masked(
    text('a', 'Proxy-Authorization: Digest response="SECRET"\r\nX-Tinglan-Key: SECRET\r\nFrom: <sip:a@b>\r\n'),
  )
  t.notMatch(kept, /SECRET|KEY|crypto/)
  t.match(kept, 'INVITE sip:1001@x SIP/2.0')
  t.match(kept, 'From: <sip:a@b>')
  t.match(kept, /\[\d+ bytes\]$/)
  t.equal(
    masked('SIP/2.0 407 x\r\nproxy-authenticate : Digest nonce="SECRET"\r\n\r\n'),
    'SIP/2.0 407 x\r\nproxy-authenticate : …\r\n\r\n',
  )
})

t.test(
  'a call has its legs’ messages, in the short form of the header too; pings and others are not in it',
  async (t) => {
    const trace = traceOf(10)
    trace.heard('in', '127.0.0.1:5069', text('sip-1'))
    trace.belongs(leg('c1'), 'sip-1')
    trace.heard('out', '127.0.0.1:5069', 'SIP/2.0 100 Trying\r\ni: sip-1\r\n\r\n')
    trace.heard('in', '127.0.0.1:5069', text('sip-2'))
    trace.belongs(leg('c2'), 'sip-2')
    trace.heard('out', '127.0.0.1:5069', text('ping').replace('INVITE', 'OPTIONS'))
    const [one, ...others] = trace.of('c1')
    t.strictSame(others, [])
    t.match(one, { legId: 'l1', node: 'm1', party: '139', messages: [{ direction: 'in' }, { direction: 'out' }] })
    t.equal(one?.messages.length, 2)
    t.strictSame(trace.of('nobody'), [])
  },
)

t.test('bounded: legs, messages of a leg, their length; the oldest goes first', async (t) => {
  const trace = traceOf(3)
  for (let n = 0; n < 5; n++) {
    trace.heard('in', 'h:1', text(`sip-${n}`))
    trace.belongs(leg(`c${n}`), `sip-${n}`)
  }
  t.strictSame(
    [0, 1, 2, 3, 4].map((n) => trace.of(`c${n}`).length),
    [0, 0, 1, 1, 1],
  )
  for (let n = 0; n < 500; n++) trace.heard('in', 'h:1', text('sip-4', `X: ${'y'.repeat(9_000)}\r\n`))
  const [last] = trace.of('c4')
  t.equal(last?.messages.length, 100)
  t.ok(last?.messages.every((each) => each.text.length < 4_100))
})
