// A ladder's rungs: in the order of moments over all legs, each with what stands on its arrow.
import t from 'tap'
import { labelOf, ladderOf } from '#web/src/lib/calls/ladder.ts'

const message = (at: number, text: string) => ({ at, direction: 'in' as const, peer: 'a:1', own: 'b:2', text })
const leg = (legId: string, ...messages: ReturnType<typeof message>[]) => ({
  ...{ legId, node: 'm', direction: 'in' as const, party: '139', messages },
})

t.test('legs are lanes, messages stand in order', async (t) => {
  const rungs = ladderOf([
    leg('l1', message(1, 'INVITE sip:x SIP/2.0\r\nVia: y'), message(5, 'SIP/2.0 200 OK\r\nVia: y')),
    leg('l2', message(3, 'INVITE sip:z SIP/2.0\r\n')),
  ])
  t.strictSame(
    rungs.map(({ lane, label }) => [lane, label]),
    [
      [0, 'INVITE'],
      [1, 'INVITE'],
      [0, '200 OK'],
    ],
  )
  t.equal(labelOf(''), '')
})
