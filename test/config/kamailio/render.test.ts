// The rendered configuration: complete, and wrong settings are named before Kamailio trips over them.
import t from 'tap'
import { ephemeralCredential } from '#config/kamailio/ephemeral.ts'
import { nodeDestination, renderKamailio } from '#config/kamailio/render.ts'
import type { KamailioSettings } from '#config/kamailio/settings.ts'

const settings: KamailioSettings = {
  domain: 'tinglan.example',
  runDir: '/run/tinglan',
  udp: { host: '127.0.0.1', port: 5060, advertise: { host: '203.0.113.5', port: 5060 } },
  tcp: { host: '127.0.0.1', port: 5060 },
  nodes: { listen: { host: '127.0.0.1', port: 5070 }, list: [{ id: 'm1', host: '127.0.0.1', port: 5080 }] },
  rpc: { host: '127.0.0.1', port: 5071 },
  databaseUrl: 'postgres://edge:x@127.0.0.1:5432/tinglan',
  ephemeralSecret: '0123456789abcdef',
  anyAddress: false,
}

t.test('every mark is filled, and what is not wanted is switched off', async (t) => {
  const files = renderKamailio(settings)
  const all = files.map((file) => file.text).join('\n')
  t.notMatch(all, /@[A-Z_]+@/)
  t.match(all, 'listen=udp:127.0.0.1:5060 advertise 203.0.113.5:5060')
  t.notMatch(all, '#!define WITH_TLS')
  t.notMatch(all, '#!define WITH_ANY_ADDRESS')
  t.notOk(files.some((file) => file.file === 'tls.cfg'))
  t.match(nodeDestination(settings.nodes.listen, { id: 'm1', host: '127.0.0.1', port: 5080 }), {
    uri: 'sip:127.0.0.1:5080;transport=tcp',
    attributes: 'duid=m1;socket=tcp:127.0.0.1:5070',
  })
})

t.test('wrong settings are refused all at once', async (t) => {
  const wrong = { ...settings, runDir: 'run', ephemeralSecret: 'short', wss: { host: 'x', port: 5070 }, domain: 'a"b' }
  const said = /runDir.*ephemeralSecret.*certificate.*ports must differ/
  t.throws(() => renderKamailio(wrong), said)
})

t.test('a credential names its end and its user', async (t) => {
  const credential = ephemeralCredential('0123456789abcdef', 'agent.1001', 1_800_000_000_000)
  t.equal(credential.username, '1800000000:agent.1001')
  t.equal(credential.password.length, 44)
})
