// Whose number a call shows: From, or what a trunk asserts that is believed.
import t from 'tap'
import { callerOf } from '#media/node/caller.ts'
import { parseAddress, parseUri } from '#media/sip/syntax.ts'

const TRUSTED = { 'X-Tinglan-Identity': 'trusted' }

function invite(from: string, said: Record<string, string> = {}) {
  const address = parseAddress(from)!
  const names = new Map(Object.entries(said).map(([name, value]) => [name.toLowerCase(), value]))
  const get = (name: string) => names.get(name.toLowerCase())
  const headers = { get, all: (name: string) => [get(name) ?? []].flat() }
  return { from: { user: parseUri(address.uri)?.user ?? '', name: address.name, uri: address.uri }, headers }
}

t.test('From says who calls', async (t) => {
  t.same(callerOf(invite('"Li" <sip:13800000001@c.cn>')), { number: '13800000001', name: 'Li' })
  t.same(callerOf(invite('<tel:+86-138-0000-0001>')), { number: '+86-138-0000-0001', name: '' })
  t.same(callerOf(invite('<sip:+8613800000001;npdi@c.cn;user=phone>')).number, '+8613800000001')
  t.equal(callerOf(invite('<sip:13800000001;phone-context=+86@ims.cn;user=phone>')).number, '+8613800000001')
  t.equal(callerOf(invite('<sip:guest.4f2a@x.cn>')).number, 'guest.4f2a')
})

t.test('a number that is kept back is nobody’s', async (t) => {
  const nobody = { number: '', name: '' }
  t.same(callerOf(invite('"Anonymous" <sip:anonymous@anonymous.invalid>')), nobody)
  t.same(callerOf(invite('"Unavailable" <sip:Restricted@c.cn>')), nobody)
  const asserted = { ...TRUSTED, 'P-Asserted-Identity': '<sip:13800000001@c.cn>' }
  t.same(callerOf(invite('<sip:anonymous@anonymous.invalid>', { ...asserted, Privacy: 'id' })), nobody)
  const party = '<sip:13800000001@c.cn>;party=calling;privacy=full'
  t.same(callerOf(invite('<sip:anonymous@x.cn>', { ...TRUSTED, 'Remote-Party-ID': party })), nobody)
})

t.test('what a trunk asserts counts where it is believed, and only there', async (t) => {
  const said = { 'P-Asserted-Identity': '<sip:+8613800000001@c.cn;user=phone>' }
  const account = '<sip:trunk0001@carrier.cn>'
  t.equal(callerOf(invite(account, said)).number, 'trunk0001')
  t.equal(callerOf(invite(account, { ...said, ...TRUSTED })).number, '+8613800000001')
  t.equal(callerOf(invite('<sip:anonymous@x.cn>', { ...said, ...TRUSTED })).number, '+8613800000001')
  const tel = { ...TRUSTED, 'P-Asserted-Identity': '<tel:+8613800000001>' }
  t.equal(callerOf(invite(account, tel)).number, '+8613800000001')
  const older = { ...TRUSTED, 'Remote-Party-ID': '<sip:13800000001@c.cn>;party=calling;screen=yes' }
  t.equal(callerOf(invite(account, older)).number, '13800000001')
  const called = { ...TRUSTED, 'Remote-Party-ID': '<sip:95588@c.cn>;party=called' }
  t.equal(callerOf(invite(account, called)).number, 'trunk0001', 'that is the other side')
  t.equal(callerOf(invite(account, { ...TRUSTED, 'P-Asserted-Identity': 'nonsense' })).number, 'trunk0001')
})
