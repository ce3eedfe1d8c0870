// The door's small rules: origin, cookies, byte ranges.
import t from 'tap'
import { rangeOf } from '#engine/gateway/http/answer.ts'
import { cookieOf, isOwnOrigin } from '#engine/gateway/http/door.ts'

t.test('a write must come from our own page; reading and programs are free', async (t) => {
  const own = (origin: string, publicUrl?: string) => isOwnOrigin('POST', origin, 'centre.example:8080', publicUrl)
  t.ok(own('http://centre.example:8080'))
  t.ok(own(''), 'a program sends no origin')
  t.notOk(own('http://centre.example'), 'another port is another page')
  t.notOk(own('https://evil.example'))
  t.notOk(own('null'), 'a sandboxed page')
  t.ok(own('https://cc.example', 'https://cc.example/'), 'the address users type, behind a proxy')
  t.ok(isOwnOrigin('GET', 'https://evil.example', 'centre.example', undefined))
})

t.test('the session is found among other cookies, and only by its whole name', async (t) => {
  t.equal(cookieOf('a=1; tinglan_session=abc; b=2', 'tinglan_session'), 'abc')
  t.equal(cookieOf('xtinglan_session=abc', 'tinglan_session'), '')
  t.equal(cookieOf('', 'tinglan_session'), '')
})

t.test('byte ranges of RFC 9110: from-to, from, the last so many, and those that cannot be met', async (t) => {
  t.same(rangeOf('bytes=0-9', 100), { from: 0, to: 9 })
  t.same(rangeOf('bytes=90-', 100), { from: 90, to: 99 })
  t.same(rangeOf('bytes=90-900', 100), { from: 90, to: 99 })
  t.same(rangeOf('bytes=-10', 100), { from: 90, to: 99 })
  t.same(rangeOf('bytes=-1000', 100), { from: 0, to: 99 })
  t.equal(rangeOf('bytes=100-', 100), null)
  t.equal(rangeOf('bytes=9-5', 100), null)
  t.equal(rangeOf('bytes=0-1,5-6', 100), undefined, 'several ranges: the whole file is a right answer')
  t.equal(rangeOf('', 100), undefined)
  t.equal(rangeOf('bytes=-', 100), undefined)
})
