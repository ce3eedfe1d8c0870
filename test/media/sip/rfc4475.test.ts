// The 49 messages of RFC 4475 with what the stack does to each, and 20,000 mutations of them.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { nextFrame } from '#media/sip/frame.ts'
import { bench, request, SDP } from './fake-wire.ts'
import { mutations } from './mutations.ts'

const DIR = new URL('../../fixtures/rfc4475/', import.meta.url)
const SEED = Number(new Date('2026-11-21')) % 1_000_000
const MUTATIONS = 20_000

/** The final status that goes back; 'call' = it becomes a call; 'drop' = no answer and no state. */
type Verdict = number | 'call' | 'drop'

const VERDICTS: Record<string, Verdict> = {
  // 3.1.1 valid
  wsinv: 481, // carries a To tag of a dialog we do not have
  intmeth: 405,
  esc01: 'call',
  escnull: 405, // REGISTER is Kamailio's
  esc02: 405,
  lwsdisp: 200,
  longreq: 'call',
  dblreq: 405,
  semiuri: 200,
  transports: 200,
  mpart01: 405,
  unreason: 'drop', // responses to nothing
  noreason: 'drop',
  // 3.1.2 invalid
  badinv01: 400,
  clerr: 400,
  ncl: 400,
  scalar02: 400,
  scalarlg: 'drop',
  quotbal: 400,
  ltgtruri: 400,
  lwsruri: 400,
  lwsstart: 400,
  trws: 400,
  escruri: 400,
  baddate: 'call', // the Date header is not read
  regbadct: 400,
  badaspec: 400,
  baddn: 'drop', // the file lacks the empty line that ends the headers
  badvers: 505,
  mismatch01: 400,
  mismatch02: 400,
  bigcode: 'drop',
  // 3.2 transaction layer
  badbranch: 200,
  // 3.3 application layer
  insuf: 'drop', // no To, From, Call-ID: nothing to answer with
  unkscm: 416,
  novelsc: 416,
  unksm2: 405,
  bext01: 420,
  invut: 415,
  regaut01: 405,
  multi01: 400,
  mcl01: 400,
  bcast: 'drop',
  zeromf: 200, // we are the target, not a proxy
  cparam01: 405,
  cparam02: 405,
  regescrt: 405,
  sdp01: 406,
  // 3.4 backward compatibility
  inv2543: 400, // no Contact: nothing to send a BYE to
}

function corpus(): Map<string, Buffer> {
  const names = readdirSync(DIR).filter((name) => name.endsWith('.dat'))
  return new Map(names.map((name) => [name.slice(0, -4), readFileSync(new URL(name, DIR))]))
}

function verdictOn(bytes: Buffer): Verdict {
  const { stack, wire, calls, faults } = bench()
  stack.receive(bytes, { proto: 'UDP', host: '192.0.2.1', port: 5060 })
  if (faults.length) throw faults[0]
  if (calls.length) return 'call'
  const last = wire.sent.at(-1)?.text
  return last ? Number(last.split(' ')[1]) : 'drop'
}

t.test('every message of RFC 4475 gets its verdict', async (t) => {
  const messages = corpus()
  t.equal(messages.size, 49)
  for (const [name, bytes] of messages) t.equal(verdictOn(bytes), VERDICTS[name], name)
})

t.test('the message without its end gets 400 for its unquoted comma once the end is there', async (t) => {
  const bytes = Buffer.concat([corpus().get('baddn')!, Buffer.from('\r\n')])
  t.equal(verdictOn(bytes), 400)
})

t.test(`${MUTATIONS} mutations (seed ${SEED}) never throw, keep no transaction and spoil no call`, async (t) => {
  const invite = request({ body: SDP, headers: ['Supported: 100rel, timer'] })
  const seeds = [...corpus().values(), Buffer.from(invite), Buffer.from(request({ method: 'BYE', cseq: 2 }))]
  const { stack, wire, calls, faults, clock } = bench({ onInvite: (call) => calls.push(call) && call.reject(486) })
  for (const bytes of mutations(seeds, SEED, MUTATIONS)) {
    stack.receive(bytes, { proto: 'UDP', host: '192.0.2.1', port: 5060 })
    // what arrives on TCP goes through the frame cutter first
    let rest = bytes
    for (let n = 0; n < 10 && rest.length; n++) {
      const frame = nextFrame(rest, 65_535)
      if (!('rest' in frame) || 'more' in frame) break
      rest = frame.rest
    }
    wire.sent.length = 0
    clock.pass(5)
  }
  t.same(faults, [])
  clock.pass(64_000)
  const { clientTransactions, serverTransactions, dialogs } = stack.statistics()
  t.same(
    { clientTransactions, serverTransactions, dialogs },
    { clientTransactions: 0, serverTransactions: 0, dialogs: 0 },
  )
  t.equal(clock.pending, 0, 'no timer is left')
  const before = calls.length
  stack.receive(Buffer.from(request({ body: SDP, callId: 'good' })), { proto: 'UDP', host: '127.0.0.1', port: 5070 })
  t.equal(calls.length, before + 1, 'the next call is good')
})
