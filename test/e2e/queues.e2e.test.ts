// Queues on a running centre, with real SIP phones of several tones: a caller hangs up to be called back and is, in turn; the
// place of who was cut off; skills and one order across queues.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { CallDetail, CallRow } from '#engine/protocol/api.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import type { CallWhy } from '#engine/protocol/why.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CUSTOMER = 443
const AGENT = 1129

const hears = (end: RtpEnd, hz: number) => {
  end.forget()
  return waitFor(() => end.heard.length > 4000 && strengthOf(hz, end.last(300)) > 2500, { what: `${hz} Hz is heard` })
}
const listens = (end: RtpEnd, samples: number, what: string) => {
  end.forget()
  return waitFor(() => end.heard.length > samples, { what, timeoutMs: 60_000 })
}

/** Tenths of a second with sound in them before the first with that tone. */
function loudBefore(heard: readonly number[], hz: number): number {
  let loud = 0
  for (let from = 0; from + 800 <= heard.length; from += 800) {
    const tenth = heard.slice(from, from + 800)
    if (strengthOf(hz, tenth) > 2500) return loud
    if (tenth.some((sample) => Math.abs(sample) > 300)) loud++
  }
  return loud
}

/** Says yes to one caller and nothing to others. */
async function vipSystem(t: Test, vip: string): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    if (url.includes(vip)) response.end('{"vip": true}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/vip`
}

t.test('queues', { timeout: 500_000 }, async (t) => {
  const centre = await startCentre({ ENGINE_ASK_INSIDE: '127.0.0.1' })
  t.teardown(() => centre.stop())
  const told = { announceWait: true, announceAtEntry: true, offerCallback: true, keepPlaceAlways: true, record: false }
  const company = await buildCompany(centre, {
    ...{ number: '95603', agents: ['3401', '3402', '3403'] },
    queues: [
      { name: '回呼', agents: ['3401'], settings: { ...told, announceEveryMs: 60_000 } },
      { name: '技能', agents: ['3401', '3402'], settings: { record: false } },
    ],
  })
  const [backId = '', skillId = ''] = company.queueIds
  const admin = await centre.api('admin', 'tinglan-admin')
  const phone = (n: number, host: string, hz: number) =>
    Phones.open({ edge: centre.edge, host, accounts: [company.phones[n]!], hz, ringMs: 300 })
  const agentPhone = await phone(0, '127.0.0.81', AGENT)
  const otherPhone = await phone(1, '127.0.0.82', 1993)
  const customerPhone = await phone(2, '127.0.0.83', CUSTOMER)
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => Promise.all([agentPhone.stop(), otherPhone.stop(), customerPhone.stop(), trunk.stop()]))
  const at = (n: number, phones: Phones) => phones.of(company.phones[n]!.user)

  const agent = await company.ready('3401')
  await agent.call('POST', '/desk/break', { reason: 'meal' })
  await admin.watch()
  t.teardown(() => admin.close())
  const queue = (id = backId): QueueView | undefined => admin.queues.get(id)
  const calls = async (from: string, key: string, to = '95603') => {
    const call = await trunk.call(to, { hz: CUSTOMER, from })
    t.teardown(() => call.audio.close())
    await listens(call.audio, 8_000, 'the menu is heard')
    call.audio.press(key)
    return call
  }
  const put = async (kind: string, id: string, more: object) => {
    const { rows } = await admin.call<{ rows: { id: string }[] }>('GET', `/config/${kind}?pageSize=100`)
    await admin.call('PUT', `/config/${kind}/${id}`, { ...rows.find((row) => row.id === id), ...more })
  }
  const waitsIn = (id: string, number: string) =>
    waitFor(() => queue(id)?.waiting.find((one) => one.number === number), { what: `${number} waits` })

  await t.test(
    'a key at the announcement: his number is read back, he hangs up, his place stays; he is called in turn',
    async (t) => {
      const number = company.phones[2]!.user
      const first = await calls(number, '1')
      await waitsIn(backId, number)
      const second = await calls('13900000002', '1')
      await waitsIn(backId, '13900000002')
      first.audio.press('3')
      await listens(first.audio, 24_000, 'the number is read back')
      first.audio.press('1')
      await waitFor(() => first.ended(), { what: 'goodbye is said', timeoutMs: 60_000 })
      t.match(queue()?.waiting, [{ number, callback: { by: 'caller', tries: 0 } }, { number: '13900000002' }])
      await agent.call('POST', '/desk/ready', {})
      await waitFor(() => at(0, agentPhone).talking > 0, { what: 'the agent’s phone answers' })
      await waitFor(() => at(2, customerPhone).talking > 0, { what: 'the customer is called' })
      const [there] = at(2, customerPhone).calls
      await hears(there!.audio, AGENT)
      await hears([...at(0, agentPhone).calls][0]!.audio, CUSTOMER)
      t.notOk(second.ended())
      t.match(queue()?.waiting, [{ number: '13900000002' }], 'who came later waits on')
      there!.dialog.bye()
      await hears(second.audio, AGENT)
      second.dialog.bye()
      const rows = await waitFor(
        async () => {
          const { rows } = await admin.call<{ rows: CallRow[] }>('GET', `/calls?number=${number}`)
          return rows.length > 1 ? rows : undefined
        },
        { what: 'both calls are in the log', timeoutMs: 60_000 },
      )
      t.match(
        rows.find((row) => row.direction === 'in'),
        { outcome: 'callback', from: number },
      )
      const made = rows.find((row) => row.direction === 'out')
      t.match(made, { outcome: 'answered', to: number, agentNames: ['坐席3401'], queueNames: ['回呼'] })
      const detail = await admin.call<CallDetail>('GET', `/calls/${made?.callId}`)
      t.ok((detail.queues[0]?.leftAt ?? 0) > (detail.queues[0]?.joinedAt ?? 0), 'with his wait')
    },
  )

  await t.test('by the public page only where the queue is set so; by the API, merged, and taken back', async (t) => {
    const guest = await fetch(`${centre.url}/api/call-us/callback`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json', origin: centre.url } },
      body: JSON.stringify({ queueId: backId, number: '13900000009' }),
    })
    t.equal(guest.status, 404)
    await agent.call('POST', '/desk/break', { reason: 'meal' })
    const body = { queueId: backId, number: '13900000009' }
    const asked = await admin.call<{ callId: string; merged: boolean }>('POST', '/callbacks', body)
    t.match(asked, { merged: false })
    t.match(await admin.call('POST', '/callbacks', body), { merged: true, callId: asked.callId })
    await waitsIn(backId, '13900000009')
    await admin.call('DELETE', `/callbacks/${backId}/${asked.callId}`)
    await waitFor(() => queue()?.waiting.length === 0, { what: 'nobody waits' })
  })

  await t.test(
    'cut off and calling again he stands where he stood; skills decide who; the longest wait of both queues is next',
    async (t) => {
      const skill = await admin.call<{ id: string }>('POST', '/config/skills', { name: '英语' })
      await put('queues', skillId, { needs: [{ skillId: skill.id, level: 5 }] })
      await put('agents', company.agentIds.get('3401')!, { skills: [{ skillId: skill.id, level: 7 }] })
      const lost = await calls('13900000003', '1')
      await waitsIn(backId, '13900000003')
      const later = await calls('13900000004', '2')
      await waitsIn(skillId, '13900000004')
      await company.ready('3402')
      const last = await calls('13900000005', '1')
      await waitsIn(backId, '13900000005')
      lost.dialog.bye()
      await waitFor(() => queue()?.waiting.length === 1, { what: 'he is gone' })
      const again = await calls('13900000003', '1')
      await waitFor(() => queue()?.waiting.length === 2, { what: 'he is back' })
      t.match(queue()?.waiting, [{ number: '13900000003' }, { number: '13900000005' }], 'he stands where he stood')
      t.equal(at(1, otherPhone).answered, 0, 'who is ready and cannot is not rung')
      await agent.call('POST', '/desk/ready', {})
      await hears(again.audio, AGENT)
      again.dialog.bye()
      await hears(later.audio, AGENT)
      later.dialog.bye()
      await hears(last.audio, AGENT)
      last.dialog.bye()
      t.equal(at(1, otherPhone).answered, 0)
    },
  )

  await t.test(
    'who is a VIP: by the sources in force alone; another system that says nothing holds nobody up',
    async (t) => {
      type Rows = { rows: Record<string, unknown>[] }
      await agent.call('POST', '/desk/break', { reason: 'meal' })
      const { rows } = await admin.call<Rows>('GET', '/config/numbers?pageSize=100')
      const { id: _, version: __, inForceAt: ___, ...usual } = rows.find((row) => row.number === '95603')!
      await admin.call('POST', '/config/numbers', { ...usual, number: '95604', name: '贵宾', vip: true })
      const others: Awaited<ReturnType<typeof calls>>[] = []
      const comes = async (number: string, to?: string) => {
        others.push(await calls(number, '1', to))
        await waitsIn(backId, number)
      }
      await comes('13900000011')
      await comes('13900000012', '95604')
      const order = () => queue()?.waiting.map(({ number }) => number.slice(-2))
      t.same(order(), ['12', '11'], 'the caller of the VIP number is ahead')
      const sources = await admin.call<Rows>('GET', '/config/vip-sources')
      const numberSource = sources.rows.find((row) => row.source === 'number')
      await admin.call('PUT', `/config/vip-sources/${numberSource?.id}`, { ...numberSource, enabled: false })
      await comes('13900000013', '95604')
      t.same(order(), ['12', '11', '13'], 'switched off: the next caller is an ordinary one')
      const url = await vipSystem(t, '13900000014')
      await admin.call('POST', '/config/vip-sources', { name: 'CRM', source: 'http', url, deadlineMs: 500 })
      await comes('13900000014')
      await comes('13900000015')
      t.same(order(), ['12', '14', '11', '13', '15'], 'another system says so of one, and of the other nothing in time')
      for (const call of others) call.dialog.bye()
      await waitFor(() => queue()?.waiting.length === 0, { what: 'nobody waits' })
    },
  )

  await t.test('the agent alone hears who calls; a supervisor takes a skill from it, and gives it back', async (t) => {
    const agentId = company.agentIds.get('3401')!
    await put('queues', backId, { whisper: true })
    await agent.call('POST', '/desk/ready', {})
    const call = await calls('13900000016', '1')
    await waitFor(() => at(0, agentPhone).talking > 0, { what: 'the agent’s phone answers' })
    const { audio } = [...at(0, agentPhone).calls].at(-1)!
    const tone = () => strengthOf(CUSTOMER, audio.last(300)) > 2500
    await waitFor(tone, { what: 'then the caller is heard' })
    t.ok(loudBefore(audio.heard, CUSTOMER) >= 5, 'words were heard before him')
    await hears(call.audio, AGENT)
    call.dialog.bye()
    await admin.call('POST', `/supervise/${agentId}/skills`, { skillIds: [] })
    const skilled = await calls('13900000017', '2')
    await waitsIn(skillId, '13900000017')
    type Own = { agent: { mode: string; skills?: object; ownSkills: { skillId: string }[] } }
    const { agent: fewer } = await agent.call<Own>('GET', '/desk')
    t.match(fewer, { mode: 'ready' })
    t.same(fewer.skills ?? {}, {})
    t.notOk(queue(skillId)?.waiting[0]?.offeredTo, 'ready, and not called for')
    await admin.call('POST', `/supervise/${agentId}/skills`, { skillIds: fewer.ownSkills.map((one) => one.skillId) })
    await hears(skilled.audio, AGENT)
    skilled.dialog.bye()
  })

  await t.test('the record tells why: who went before by what right, each candidate with its reason', async (t) => {
    const whyOf = (number: string) =>
      waitFor(
        async () => {
          const { rows } = await admin.call<{ rows: CallRow[] }>('GET', `/calls?number=${number}`)
          const why = rows[0] && (await admin.call<CallWhy>('GET', `/calls/${rows[0].callId}/why`))
          return why?.stays[0]?.offers.at(-1)?.result === 'answered' ? why : undefined
        },
        { what: `why ${number} waited`, timeoutMs: 60_000 },
      )
    const last = await whyOf('13900000005')
    t.match(last.stays[0]?.before, [{ right: 'kept-place' }])
    const skilled = await whyOf('13900000004')
    const offer = skilled.stays[0]!.offers.at(-1)
    t.match(offer?.candidates, [{}, { rejected: 'skill-not-yet' }])
    t.match(
      offer?.candidates.map(({ agentId }) => skilled.names[agentId]),
      ['坐席3401', '坐席3402'],
    )
  })
})
