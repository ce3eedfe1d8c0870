// Nobody is told an address at which nobody is found.
import t from 'tap'
import { addressProblems } from '#config/settings-addresses.ts'

const LOCAL = { edge: { host: '127.0.0.1' }, rtpengine: { host: '127.0.0.1' } }

t.test('a machine by itself, one on a network, and one behind NAT are right', async (t) => {
  t.same(addressProblems(LOCAL, true), [])
  t.same(addressProblems({ edge: { host: '192.0.2.10' }, rtpengine: { host: '192.0.2.10' } }, true), [])
  t.same(
    addressProblems(
      {
        edge: { host: '0.0.0.0', advertise: 'sip.example.com' },
        rtpengine: { host: '10.0.0.5', advertise: '203.0.113.5' },
      },
      true,
    ),
    [],
  )
})

t.test('listening everywhere asks for the address that others know', async (t) => {
  for (const host of ['0.0.0.0', '::']) {
    const problems = addressProblems({ edge: { host }, rtpengine: { host: '192.0.2.10' } }, true)
    t.match(problems, [/edge\.host: .*edge\.advertise/], host)
  }
  t.match(addressProblems({ ...LOCAL, rtpengine: { host: '0.0.0.0' } }, true), [/rtpengine\.host: .*everywhere/])
})

t.test('an advertised address that nobody reaches is refused', async (t) => {
  t.match(addressProblems({ ...LOCAL, edge: { host: '0.0.0.0', advertise: '127.0.0.1' } }, true), [/edge\.advertise/])
  t.match(addressProblems({ ...LOCAL, edge: { host: '192.0.2.1', advertise: '0.0.0.0' } }, true), [/edge\.advertise/])
  const named = { host: '10.0.0.5', advertise: 'media.example.com' }
  t.match(addressProblems({ edge: { host: '192.0.2.1' }, rtpengine: named }, true), [/SDP names an IP address/])
})

t.test('phones from outside with audio on loopback would hear nothing', async (t) => {
  t.match(addressProblems({ ...LOCAL, edge: { host: '192.0.2.10' } }, true), [/audio is at 127\.0\.0\.1/])
  t.same(addressProblems({ ...LOCAL, edge: { host: '192.0.2.10' } }, false), [], 'unless audio is on another machine')
})
