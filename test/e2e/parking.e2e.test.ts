// Parking on a running centre, by real SIP: the desk key, the number of a place, fetched by a phone and by a desk, rung again.
import t from 'tap'
import type { CallDetail, CallRow } from '#engine/protocol/api.ts'
import type { CallTrace } from '#engine/protocol/sip-trace.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CALLER = 443
const AGENT = 1129
const HOUSE = 1993

const hears = (end: RtpEnd, hz: number) => {
  end.forget()
  return waitFor(() => end.heard.length > 4000 && strengthOf(hz, end.last(300)) > 2500, { what: `${hz} Hz is heard` })
}

t.test('parking', { timeout: 600_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95611', agents: ['3601'], menu: false, queues: [{ name: '前台', agents: ['3601'] }] },
  })
  const admin = await centre.api('admin', 'tinglan-admin')
  const create = async (kind: string, values: object): Promise<string> =>
    (await admin.call<{ id: string }>('POST', `/config/${kind}`, values)).id
  await create('park-places', { number: '701', name: '一号位', recallMs: 300_000 })
  await create('park-places', { number: '702', name: '二号位', recallMs: 5_000 })
  await create('extensions', { number: '8701', name: '会议室', password: 'phone-8701' })
  const clash = await admin.request('POST', '/config/extensions', {
    number: '701',
    name: '重号',
    password: 'phone-0701',
  })
  t.equal(clash.status, 400, 'a place and a phone never have the same number')
  for (const kind of ['park-places', 'extensions', 'numbers'])
    await waitFor(
      async () => {
        const { rows } = await admin.call<{ rows: { inForceAt: number | null }[] }>(
          'GET',
          `/config/${kind}?pageSize=100`,
        )
        return rows.every(({ inForceAt }) => inForceAt !== null)
      },
      { what: `${kind} are in force`, timeoutMs: 60_000 },
    )
  const open = (host: string, account: { user: string; password: string }, hz: number) =>
    Phones.open({ edge: centre.edge, host, accounts: [account], hz, ringMs: 200 })
  const [agentPhone, housePhone] = await Promise.all([
    open('127.0.0.91', company.phones[0]!, AGENT),
    open('127.0.0.95', { user: '8701', password: 'phone-8701' }, HOUSE),
  ])
  const caller = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => Promise.all([agentPhone.stop(), housePhone.stop(), caller.stop()]))
  const agent = await company.ready('3601')
  const [desk, house] = [agentPhone.of(company.phones[0]!.user), housePhone.of('8701')]
  const calls = async (from: string) => {
    const call = await caller.call('95611', { hz: CALLER, from })
    t.teardown(() => call.audio.close())
    await waitFor(() => desk.talking > 0, { what: 'the agent talks', timeoutMs: 60_000 })
    await hears(call.audio, AGENT)
    return call
  }
  const park = async (target: object) => {
    const { legId } = (await agent.call<{ agent: { call: { legId: string } } }>('GET', '/desk')).agent.call
    t.ok(legId)
    await agent.call('POST', '/desk/transfer', { target })
    await waitFor(() => desk.talking === 0, { what: 'the agent is let go', timeoutMs: 30_000 })
  }
  const again = () => agent.request('POST', '/desk/ready', {})

  await t.test('by the desk key; a phone of the house dials the place and talks with the caller', async (t) => {
    const call = await calls('13912345671')
    await park({ type: 'park' })
    await housePhone.dial('8701', '701').catch(() => undefined)
    await waitFor(() => house.talking > 0, { what: 'the phone of the house has the caller', timeoutMs: 60_000 })
    await hears(call.audio, HOUSE)
    await hears([...house.calls][0]!.audio, CALLER)
    call.dialog.bye()
    await waitFor(() => house.talking === 0, { what: 'it is over' })
    const row = await waitFor(
      async () => (await admin.call<{ rows: CallRow[] }>('GET', '/calls?number=13912345671')).rows[0],
      { what: 'the call is in the log', timeoutMs: 60_000 },
    )
    const { line = [] } = await admin.call<CallDetail>('GET', `/calls/${row.callId}`)
    t.match(
      line.find(({ what }) => what === 'parked'),
      { who: ['701'] },
      'its line tells of the place',
    )
    const { legs } = await admin.call<CallTrace>('GET', `/calls/${row.callId}/sip`)
    t.same(
      legs.map(({ party }) => party),
      ['13912345671', company.phones[0]!.user, '8701'],
      'its ladder has a lane for each leg',
    )
    const first = legs[0]?.messages.map(({ text }) => text.split(/ sip:|\r\n/)[0])
    t.match(first?.join(), /^INVITE.*SIP\/2\.0 200.*ACK.*BYE/)
    const said = JSON.stringify(legs)
    t.notMatch(said, /m=audio|response=/, 'without bodies and proofs')
    const pcap = await fetch(new URL(`/api/calls/${row.callId}/sip.pcap`, centre.url), {
      headers: { cookie: admin.cookie },
    })
    t.equal(Buffer.from(await pcap.arrayBuffer()).readUInt32LE(0), 0xa1b2c3d4)
    t.equal((await agent.request('GET', `/calls/${row.callId}/sip.pcap`)).status, 403, 'for administrators only')
  })

  await t.test('by the number of the place; the desk dials it and has the caller again', async () => {
    await again()
    const call = await calls('13912345672')
    await park({ type: 'outside', number: '701' })
    await again()
    await waitFor(async () => (await agent.request('POST', '/desk/dial', { number: '701' })).status < 300, {
      what: 'the place is known to hold a call',
    })
    await waitFor(() => desk.talking > 0, { what: 'the agent has the caller', timeoutMs: 60_000 })
    await hears(call.audio, AGENT)
    call.dialog.bye()
    await waitFor(() => desk.talking === 0, { what: 'it is over' })
  })

  await t.test('nobody fetches the caller: after its time the place rings at whoever parked him', async () => {
    await again()
    const call = await calls('13912345673')
    await park({ type: 'outside', number: '702' })
    await again()
    await waitFor(() => desk.talking > 0, { what: 'the place rings again', timeoutMs: 60_000 })
    await hears(call.audio, AGENT)
    call.dialog.bye()
    await waitFor(() => desk.talking === 0, { what: 'it is over' })
  })
})
