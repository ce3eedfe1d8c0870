// Secret keys in memory: a token goes where they must not be seen, they come back where they are asked with.
import t from 'tap'
import type { Lookup } from '#engine/protocol/lookups.ts'
import type { AnyEnvelope } from '#engine/routing/actors/actor.ts'
import { Secrets } from '#engine/routing/actors/secrets.ts'

const keyed = (digits: string, secret?: true): AnyEnvelope => ({
  id: 'n1',
  cause: 'm1',
  command: {
    type: 'news',
    news: { type: 'digits-collected', callId: 'c', legId: 'l', collectId: 'k', digits, ended: 'max', secret },
  } as never,
})
const news = ({ command }: AnyEnvelope) => (command as unknown as { news: { digits: string; count?: number } }).news
const ask = (pin: string): Lookup => ({
  ...{ type: 'http', method: 'GET', url: `https://bank/check?pin=${pin}` },
  values: { pin, both: `${pin}/${pin}`, caller: '139' },
})

t.test('secret keys become a token with their number beside it, others pass as they are', async (t) => {
  const secrets = new Secrets()
  const plain = keyed('1234')
  t.equal(secrets.hide('call.c', plain, 'd1'), plain)
  const nothing = keyed('', true)
  t.equal(secrets.hide('call.c', nothing, 'd1'), nothing, 'no key is no secret')
  const hidden = secrets.hide('call.c', keyed('12#4', true), 'd1')
  t.notMatch(JSON.stringify(hidden), '12#4')
  t.match(hidden, { id: 'n1', cause: 'm1' })
  t.equal(news(hidden).count, 4)
})

t.test('what is asked over HTTP has the keys again, in the address as an address wants them', async (t) => {
  const secrets = new Secrets()
  const token = news(secrets.hide('call.c', keyed('12#4', true), 'd1')).digits
  t.equal(encodeURIComponent(token), token, 'an address leaves the token as it is')
  t.same(secrets.reveal('call.c', ask(token)), {
    lookup: {
      ...ask(''),
      url: 'https://bank/check?pin=12%234',
      values: { pin: '12#4', both: '12#4/12#4', caller: '139' },
    },
  })
  const other: Lookup = { type: 'flow', flowId: token }
  t.same(secrets.reveal('call.c', other), { lookup: other }, 'the company’s own directory never needs them')
})

t.test('another call, a call that is over and a new process know nothing of them', async (t) => {
  const secrets = new Secrets()
  const token = news(secrets.hide('call.c', keyed('1234', true), 'd1')).digits
  t.same(secrets.reveal('call.x', ask(token)), { token })
  t.same(new Secrets().reveal('call.c', ask(token)), { token })
  secrets.forget('call.c')
  t.same(secrets.reveal('call.c', ask(token)), { token })
})

t.test('a call that keys for ever fills no memory: its oldest secrets go', async (t) => {
  const secrets = new Secrets()
  const tokens = Array.from({ length: 50 }, (_, n) => news(secrets.hide('call.c', keyed('1234', true), `d${n}`)).digits)
  t.equal(new Set(tokens).size, 50, 'the same keys are another token each time')
  t.match(secrets.reveal('call.c', ask(tokens[0] ?? '')), { token: tokens[0] })
  t.match(secrets.reveal('call.c', ask(tokens[49] ?? '')), { lookup: { values: { pin: '1234' } } })
})
