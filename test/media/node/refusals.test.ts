// What a refused call says to people: by SIP status, and by Q.850 where a carrier tells it.
import t from 'tap'
import { causeOf } from '#media/node/refusals.ts'

const reasonHeader = (value: string) => ({
  get: () => value,
  all: (name: string) => (name === 'Reason' ? [value] : []),
})
const refused = (status: number, said = '', reason = 'No') =>
  causeOf({ status, reason, local: false, ...(said === '' ? {} : { headers: reasonHeader(said) }) })

t.test('a status has its word', async (t) => {
  const words: [status: number, cause: string][] = [
    ...([404, 410, 484, 604] as const).map((status): [number, string] => [status, 'vacant-number']),
    ...([486, 600] as const).map((status): [number, string] => [status, 'busy']),
    ...([403, 603] as const).map((status): [number, string] => [status, 'declined']),
    ...([408, 480] as const).map((status): [number, string] => [status, 'no-answer']),
    ...([502, 503, 504] as const).map((status): [number, string] => [status, 'unreachable']),
    [487, 'cancelled'],
    [500, 'fault'],
    [488, 'fault'],
  ]
  for (const [status, cause] of words) t.equal(refused(status), cause, String(status))
})

t.test('the network’s own cause says more than the status', async (t) => {
  t.equal(refused(480, 'Q.850;cause=20;text="Subscriber absent"'), 'switched-off')
  t.equal(refused(503, 'Q.850 ; cause=1'), 'vacant-number')
  t.equal(refused(404, 'Q.850;cause=17'), 'busy')
  t.equal(refused(500, 'q.850;text="x";cause=19'), 'no-answer')
  t.equal(refused(486, 'SIP;cause=200;text="elsewhere"'), 'busy', 'a reason of another kind says nothing')
  t.equal(refused(486, 'Q.850;cause=127'), 'busy', 'a cause that says nothing')
})

t.test('what the edge and this node say themselves', async (t) => {
  t.equal(refused(480, '', 'Not registered'), 'not-registered')
  t.equal(refused(404, '', 'No such trunk'), 'unreachable')
  t.equal(causeOf({ status: 503, reason: '', local: true }), 'unreachable')
  t.equal(causeOf({ status: 408, reason: '', local: true }), 'no-answer')
})
