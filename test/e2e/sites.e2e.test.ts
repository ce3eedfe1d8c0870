// Two centres of one company joined by a line over TLS with SRTP: extensions and agents call each other by their numbers, nobody
// gets out through the other site, and nothing plain is on the wire between them, as tcpdump sees it.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { CallRow } from '#engine/protocol/api.ts'
import { aLawToLinear } from '#media/audio/g711.ts'
import { HEADER, packetsIn } from '#media/rtpengine/pcap.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { type Api, type Centre, startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { type Phone, type PhoneCall, Phones } from '../kit/phones.ts'
import { waitFor } from '../kit/wait.ts'

const NORTH = 443
const SOUTH = 1129
const SOUTH_HOST = '127.0.0.50'

const hears = (end: RtpEnd, hz: number) => {
  end.forget()
  return waitFor(() => end.heard.length > 4000 && strengthOf(hz, end.last(300)) > 2500, { what: `${hz} Hz is heard` })
}

/** What passes between the two, until it is stopped. */
async function capture(file: string): Promise<() => Promise<Buffer>> {
  const child = spawn('tcpdump', ['-i', 'lo', '-U', '-Z', 'root', '-w', file, `host ${SOUTH_HOST}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  await waitFor(() => said.includes('listening on') || child.exitCode !== null, { what: 'tcpdump listens' })
  if (child.exitCode !== null) throw new Error(`tcpdump: ${said}`)
  return async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    await gone
    return readFile(file)
  }
}

const linear = (payload: Buffer): number[] => [...payload].map((byte) => aLawToLinear(byte))

t.test('two sites', { timeout: 550_000 }, async (t) => {
  // nobody reports here
  const parts = ['nats', 'postgres', 'prepare', 'redis', 'rtpengine', 'kamailio', 'engine', 'media', 'gateway']
  const north = await startCentre({}, parts)
  const south = await startCentre(
    {
      ...{ EDGE_HOST: SOUTH_HOST, RTPENGINE_HOST: SOUTH_HOST },
      ...{ RTPENGINE_PORT_MIN: '36000', RTPENGINE_PORT_MAX: '37999' },
    },
    parts,
  )
  t.teardown(() => Promise.all([north.stop(), south.stop()]))
  const site = async (centre: Centre, number: string, agent: string, prefixes: string, host: string) => {
    const company = await buildCompany(centre, { number, agents: [agent], queues: [{ name: '总机', agents: [agent] }] })
    const admin = await centre.api('admin', 'tinglan-admin')
    const line = { kind: 'address', transport: 'tls', srtp: true, site: true, prefixes, host, probe: true }
    const { id } = await admin.call<{ id: string }>('POST', '/config/trunks', { name: '另一处', ...line })
    return { company, admin, id, account: company.phones[0]! }
  }
  const tls = (centre: Centre) => centre.portOf('EDGE_TLS')
  const one = await site(north, '95608', '3801', '39,839,00', `${SOUTH_HOST}:${tls(south)}`)
  const two = await site(south, '95609', '3901', '38,838', `127.0.0.1:${tls(north)}`)
  const phones = async (centre: Centre, edgeHost: string, host: string, of: typeof one, hz: number) => {
    const edge = `${edgeHost}:${centre.portOf('EDGE_SIP')}`
    const opened = await Phones.open({ ...{ edge, host, accounts: [of.account], hz, ringMs: 300 }, soundHost: host })
    t.teardown(() => opened.stop())
    return opened
  }
  const northPhone = await phones(north, '127.0.0.1', '127.0.0.85', one, NORTH)
  const southPhone = await phones(south, SOUTH_HOST, '127.0.0.86', two, SOUTH)
  const at = (of: Phones, account: { user: string }): Phone => of.of(account.user)
  const lives = (admin: Api, id: string) =>
    waitFor(
      async () => {
        const { trunks } = await admin.call<{ trunks: { id: string; state: string }[] }>('GET', '/lines')
        return trunks.find((trunk) => trunk.id === id)?.state === 'answers'
      },
      { what: 'the line lives', timeoutMs: 60_000 },
    )
  await Promise.all([lives(one.admin, one.id), lives(two.admin, two.id)])

  const talk = async (
    call: PhoneCall,
    callee: Phones,
    account: { user: string },
    hz: { here: number; there: number },
  ) => {
    await waitFor(() => at(callee, account).talking > 0, { what: 'the other site answers' })
    const there = [...at(callee, account).calls].at(-1)!
    await hears(there.audio, hz.here)
    await hears(call.audio, hz.there)
    return there
  }

  await t.test(
    'an extension calls one of the other site; on the wire there is neither a word nor a tone',
    async (t) => {
      const ended = await capture(join(north.dataDir, 'wire.pcap'))
      const call = await northPhone.dial(one.account.user, two.account.user)
      const there = await talk(call, southPhone, two.account, { here: NORTH, there: SOUTH })
      there.dialog.bye()
      await waitFor(() => call.over, { what: 'both have ended' })
      const pcap = await ended()
      const between = packetsIn(pcap, HEADER).packets.filter(({ toPort }) => toPort >= 20_000 && toPort < 38_000)
      const streams = [...new Set(between.map(({ stream }) => stream))].map((stream) =>
        between.filter((packet) => packet.stream === stream).flatMap(({ payload }) => linear(payload.subarray(0, 160))),
      )
      const toned = streams.filter(
        (samples) => Math.max(...[NORTH, SOUTH].map((hz) => strengthOf(hz, samples.slice(-4_000)))) > 1500,
      )
      t.ok(streams.filter((samples) => samples.length > 8_000).length >= 2, 'sound went both ways')
      // its own phone stands on the same machine and is heard in the clear
      t.equal(toned.length, 2, 'the tones are heard between each site and its own phone alone')
      t.notMatch(
        pcap.toString('latin1'),
        new RegExp(`INVITE sip:${two.account.user}@[^\\r]*SIP/2.0[\\s\\S]{0,400}SIP/2.0/TLS`),
        'no word',
      )
    },
  )

  await t.test('an agent is reached by its number; who calls is seen by his extension', async (t) => {
    const agent = await two.company.ready('3901')
    const call = await northPhone.dial(one.account.user, '3901')
    const there = await talk(call, southPhone, two.account, { here: NORTH, there: SOUTH })
    const view = await agent.call<{ agent: { call?: { card: { number: string }; direction: string } } }>('GET', '/desk')
    t.match(view.agent.call, { card: { number: one.account.user } })
    there.dialog.bye()
    await waitFor(() => call.over, { what: 'both have ended' })
  })

  await t.test('nobody gets out through the other site, and it calls back the same way', async (t) => {
    await two.admin.call('POST', '/config/trunks', {
      ...{ name: '运营商', kind: 'address', host: '127.0.0.61:5999', transport: 'udp', prefixes: '0', probe: false },
    })
    const out = await northPhone.dial(one.account.user, '001391234567')
    await waitFor(() => out.over || out.audio.heard.length > 8_000, { what: 'it is refused' })
    out.dialog.bye()
    const rows = await waitFor(
      async () => {
        const { rows } = await two.admin.call<{ rows: CallRow[] }>('GET', '/calls?number=001391234567')
        return rows.length > 0 ? rows : undefined
      },
      { what: 'the other site has it in its log', timeoutMs: 60_000 },
    )
    t.not(rows[0]?.outcome, 'answered')
    const back = await southPhone.dial(two.account.user, one.account.user)
    const there = await talk(back, northPhone, one.account, { here: SOUTH, there: NORTH })
    there.dialog.bye()
  })
})
