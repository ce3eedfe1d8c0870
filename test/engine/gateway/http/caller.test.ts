// Who calls, by which name, and who is believed about it.
import { hostname } from 'node:os'
import t from 'tap'
import { addressBehind, knownHosts, proxiesOf } from '#engine/gateway/http/caller.ts'

t.test('an address behind a proxy is believed of our proxies only', async (t) => {
  const isProxy = proxiesOf('10.0.0.0/24, 192.0.2.1, fd00::/64')
  t.equal(addressBehind('203.0.113.9', '1.2.3.4', isProxy), '203.0.113.9', 'a stranger says what he likes')
  t.equal(addressBehind('10.0.0.7', '203.0.113.9', isProxy), '203.0.113.9')
  t.equal(
    addressBehind('10.0.0.7', '1.2.3.4, 203.0.113.9, 192.0.2.1', isProxy),
    '203.0.113.9',
    'what he put before it is his',
  )
  t.equal(addressBehind('fd00::1', '2400::9', isProxy), '2400::9')
  for (const nonsense of ['', 'unknown', '"; drop table', ','])
    t.equal(addressBehind('10.0.0.7', nonsense, isProxy), '10.0.0.7', nonsense)
  t.equal(addressBehind('10.0.0.7', '1.2.3.4', proxiesOf('')), '10.0.0.7', 'without a setting nobody is')
})

t.test('we answer to our own names, to addresses and to no others', async (t) => {
  const known = knownHosts({ publicUrl: 'https://cc.example/', names: 'desk.example, Kefu.Example' })
  for (const host of [
    'localhost:8080',
    '127.0.0.1:8080',
    '[::1]:8080',
    hostname(),
    'cc.example',
    'KEFU.example:443',
    '',
  ])
    t.ok(known(host), host)
  for (const host of ['evil.example', 'evil.example:8080', 'cc.example.evil', 'localhost.evil', '127.0.0.1.nip.io'])
    t.notOk(known(host), host)
})
