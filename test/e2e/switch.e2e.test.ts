// The office switch on a running centre, by real SIP: calls out by routes, over trunks that refuse, are full or silent.
import t from 'tap'
import { WebSocket } from 'ws'
import type { CallDetail, CallRow } from '#engine/protocol/api.ts'
import type { NumberTried } from '#engine/protocol/outbound.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { quietPorts, startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { startSipp } from '../kit/sipp.ts'
import { waitFor } from '../kit/wait.ts'

const OUTSIDE = 443
const AGENT = 1129

const hears = (end: RtpEnd, hz: number) => {
  end.forget()
  return waitFor(() => end.heard.length > 4000 && strengthOf(hz, end.last(300)) > 2500, { what: `${hz} Hz is heard` })
}
interface Lines {
  trunks: { id: string; state: string; channels: number }[]
}

t.test('the office switch', { timeout: 600_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95605', agents: ['3501', '3502'] },
    queues: [{ name: '总机', agents: ['3501'] }],
  })
  const admin = await centre.api('admin', 'tinglan-admin')
  const create = async (kind: string, values: object): Promise<string> =>
    (await admin.call<{ id: string }>('POST', `/config/${kind}`, values)).id
  const [port = 0] = await quietPorts(1)
  const refuses = await startSipp({
    ...{ scenario: 'refuse', host: '127.0.0.61', port, timeoutMs: 400_000 },
  })
  t.teardown(() => refuses.stop())
  const edge = `sip:${centre.edge};transport=tcp`
  const [good, spare] = [await SipPeer.open(edge, '127.0.0.62'), await SipPeer.open(edge, '127.0.0.63')]
  const [agentPhone, otherPhone] = await Promise.all(
    company.phones.map((account, n) =>
      Phones.open({ edge: centre.edge, host: `127.0.0.9${n + 1}`, accounts: [account], hz: AGENT, ringMs: 200 }),
    ),
  )
  t.teardown(() => Promise.all([good.stop(), spare.stop(), agentPhone!.stop(), otherPhone!.stop()]))
  const over = (peer: SipPeer, name: string, more: object) =>
    create('trunks', {
      ...{ name, kind: 'address', host: `127.0.0.6${name}:${peer.stack.port}`, transport: 'tcp', probe: false },
      ...{ callerNumber: `0108888000${name}`, ...more },
    })
  const bad = await create('trunks', {
    ...{ name: '1', kind: 'address', host: `127.0.0.61:${port}`, transport: 'udp', probe: false },
  })
  const one = await over(good, '2', { channels: 1, probe: true })
  const two = await over(spare, '3', { channels: 1 })
  await create('outbound-routes', {
    ...{ name: '市话', prefixes: '9', minDigits: 8, strip: 1, add: '0', goesOn: ['5xx'] },
    trunks: [bad, one, two].map((trunkId) => ({ trunkId })),
  })
  await create('outbound-routes', { name: '国际', use: 'blocked', prefixes: '900', trunks: [] })
  const agent = await company.ready('3501')
  const mine = agentPhone!.of(company.phones[0]!.user)
  const stateOf = async (id: string) =>
    (await admin.call<Lines>('GET', '/lines')).trunks.find((trunk) => trunk.id === id)?.state
  const inForce = (kind: string) =>
    waitFor(
      async () => {
        const { rows } = await admin.call<{ rows: { inForceAt: number | null }[] }>(
          'GET',
          `/config/${kind}?pageSize=100`,
        )
        return rows.every(({ inForceAt }) => inForceAt !== null)
      },
      { what: `${kind} are in force`, timeoutMs: 60_000 },
    )
  const tried = (number: string) => admin.call<NumberTried>('POST', '/outbound-try', { number, by: '3501' })

  await t.test('a number tried: the route, the digits, the trunks; nothing is dialled', async (t) => {
    t.match(await tried('9 1391234 5678'), {
      ...{ verdict: 'out', written: '013912345678', goesOn: ['5xx'] },
      trunks: [{ name: '1' }, { name: '2', callerNumber: '01088880002' }, { name: '3' }],
      looked: [
        { name: '国际', verdict: 'prefix' },
        { name: '市话', verdict: 'taken' },
      ],
    })
    t.match(await tried('900441234567'), { verdict: 'blocked' })
    t.match(await tried('3502'), { verdict: 'inside', inside: 'agent' })
    t.match(await tried('91'), { verdict: 'nowhere', looked: [{}, { verdict: 'length' }] })
  })

  const rung = async (peer: SipPeer, hz: number) => {
    const invite = await peer.arrival()
    return { invite, call: await peer.answer(invite, { hz }) }
  }

  await t.test(
    'the first trunk answers 503: the second is dialled with its digits and number, both hear',
    async (t) => {
      await agent.call('POST', '/desk/dial', { number: '913912345678' })
      const { invite, call } = await rung(good, OUTSIDE)
      t.equal(invite.requestUser, '013912345678')
      t.match(invite.headers.get('p-asserted-identity'), '01088880002')
      await waitFor(() => mine.talking > 0, { what: 'the agent talks' })
      await hears(call.audio, AGENT)
      await hears([...mine.calls][0]!.audio, OUTSIDE)

      const second = otherPhone!.dial(company.phones[1]!.user, '913912345679')
      const beside = await rung(spare, 700)
      const there = await second
      t.equal(beside.invite.requestUser, '013912345679', 'a full trunk is skipped')
      await hears(there.audio, 700)
      for (const number of ['913912345670', '900441234567']) {
        const told = await otherPhone!.dial(company.phones[1]!.user, number)
        await waitFor(() => told.audio.heard.length > 8_000, { what: `${number}: the words are heard` })
        await waitFor(() => told.over, { what: 'and then it is over', timeoutMs: 60_000 })
      }
      t.equal(
        spare.waiting.length + good.waiting.length,
        0,
        'nobody is asked where all lines are in use or it is blocked',
      )
      there.dialog.bye()
      call.dialog.bye()
      const row = await waitFor(
        async () =>
          (await admin.call<{ rows: CallRow[] }>('GET', '/calls?number=913912345678')).rows.find(
            ({ outcome }) => outcome === 'answered',
          ),
        { what: 'the call is in the log', timeoutMs: 60_000 },
      )
      const detail = await admin.call<CallDetail & { trunks?: { trunkId: string; answeredAt?: number }[] }>(
        'GET',
        `/calls/${row.callId}`,
      )
      t.match(detail, { callId: row.callId })
    },
  )

  await t.test('a trunk that falls silent is seen, and tried last until it is back', async (t) => {
    await waitFor(async () => (await stateOf(one)) === 'answers', { what: 'the trunk answers', timeoutMs: 60_000 })
    await good.stop()
    await waitFor(async () => (await stateOf(one)) === 'silent', { what: 'the trunk is silent', timeoutMs: 60_000 })
    t.match(await tried('913912345678'), { trunks: [{ name: '1' }, { name: '3' }, { name: '2', down: true }] })
    t.equal(await stateOf(two), 'by-address', 'who is not asked is not judged')
    await agent.call('POST', '/desk/ready', {}).catch(() => undefined)
    await agent.call('POST', '/desk/dial', { number: '913912345677' })
    const { call } = await rung(spare, OUTSIDE)
    await hears(call.audio, AGENT)
    call.dialog.bye()
  })

  await t.test(
    'limits of calls out: the third in an hour hears why, is in the log, and an alarm is raised',
    async (t) => {
      const caller = company.phones[1]!.user
      const notices: string[] = []
      const socket = new WebSocket(`${centre.url.replace('http', 'ws')}/live`, {
        headers: { cookie: admin.cookie, origin: centre.url },
      })
      t.teardown(() => socket.close())
      await new Promise((resolve) => socket.once('open', resolve))
      socket.on('message', (data) => {
        const heard = JSON.parse(String(data)) as { type: string; zh?: string }
        if (heard.type === 'notice') notices.push(heard.zh ?? '')
      })
      socket.send(JSON.stringify({ type: 'subscribe', topics: ['notices'] }))
      await create('call-limits', { name: '手机', callers: caller, prefixes: '913', perHour: 2 })
      await inForce('call-limits')
      await inForce('call-limits')
      for (const number of ['913911110001', '913911110002']) {
        const dialled = otherPhone!.dial(caller, number)
        const { call } = await rung(spare, 700)
        ;(await dialled).dialog.bye()
        await waitFor(() => call.ended(), { what: 'the call is over' })
      }
      const third = await otherPhone!.dial(caller, '913911110003')
      await waitFor(() => third.audio.heard.length > 8_000, { what: 'the words are heard' })
      await waitFor(() => third.over, { what: 'and then it is over', timeoutMs: 60_000 })
      t.equal(spare.waiting.length, 0, 'no carrier was asked')
      const row = await waitFor(
        async () => (await admin.call<{ rows: CallRow[] }>('GET', '/calls?number=913911110003')).rows[0],
        { what: 'it is in the log', timeoutMs: 60_000 },
      )
      t.match(row, { outcome: 'failed', failure: 'over-limit' })
      await waitFor(() => notices.some((words) => words.includes(caller) && words.includes('913911110003')), {
        what: 'an alarm is raised',
      })
    },
  )

  await t.test('extensions: a number rings one, forwards, do not disturb, groups, pickup', async (t) => {
    const account = (user: string) => ({ user, password: `phone-${user}` })
    const [slow, quick] = [account('8601'), account('8602')]
    const ids = new Map<string, string>()
    for (const { user, password } of [slow, quick])
      ids.set(user, await create('extensions', { number: user, name: user, password, ringMs: 4_000 }))
    const members = [slow, quick].map(({ user }) => ({ extensionId: ids.get(user) }))
    await create('ring-groups', { number: '8690', name: '同时', way: 'all', members, ringMs: 30_000 })
    await create('ring-groups', { number: '8691', name: '依次', way: 'in-turn', members, ringMs: 2_000 })
    await create('numbers', { number: '95606', name: '直拨', directTo: '8601' })
    for (const kind of ['extensions', 'ring-groups', 'numbers']) await inForce(kind)
    const phone = (host: string, one: { user: string; password: string }, hz: number, ringMs: number) =>
      Phones.open({ edge: centre.edge, host, accounts: [one], hz, ringMs })
    const slowPhone = await phone('127.0.0.95', slow, 700, 60_000)
    const quickPhone = await phone('127.0.0.96', quick, 1993, 300)
    const caller = await SipPeer.open(edge, '127.0.0.60')
    t.teardown(() => Promise.all([slowPhone.stop(), quickPhone.stop(), caller.stop()]))
    const [slowOne, quickOne] = [slowPhone.of('8601'), quickPhone.of('8602')]
    const change = async (user: string, more: object) => {
      const { rows } = await admin.call<{ rows: { id: string; number: string }[] }>(
        'GET',
        '/config/extensions?pageSize=100',
      )
      await admin.call('PUT', `/config/extensions/${ids.get(user)}`, {
        ...rows.find(({ number }) => number === user),
        ...more,
      })
      await inForce('extensions')
    }
    /** answered by the quick phone */
    const reaches = async (number: string, from = '13912345678') => {
      const call = await caller.call(number, { hz: OUTSIDE, from })
      t.teardown(() => call.audio.close())
      await waitFor(() => quickOne.talking > 0, { what: `${number}: the quick phone talks`, timeoutMs: 60_000 })
      await hears(call.audio, 1993)
      await hears([...quickOne.calls][0]!.audio, OUTSIDE)
      call.dialog.bye()
      await waitFor(() => quickOne.talking === 0 && slowOne.ringing === 0, { what: 'it is over' })
    }
    const numbers: [string, string][] = [
      ['95607', '8690'],
      ['95608', '8691'],
    ]
    for (const [number, directTo] of numbers) await create('numbers', { number, name: number, directTo })
    await inForce('numbers')

    await change('8601', { forwardNoAnswer: '8602' })
    await reaches('95606')
    t.equal(slowOne.most, 1, 'the first one rang')
    await change('8601', { forwardNoAnswer: '', forwardBusy: '8602', doNotDisturb: true })
    await reaches('95606')
    await change('8601', { forwardBusy: '', doNotDisturb: false, forwardAlways: '8602' })
    await reaches('95606')
    await change('8601', { forwardAlways: '' })
    await reaches('95607')
    t.equal(slowOne.answered, 0, 'of all at once the first to answer has it')
    await reaches('95608')

    const between = slowPhone.dial('8601', '8602')
    await waitFor(() => quickOne.talking > 0, { what: 'extension to extension' })
    await hears((await between).audio, 1993)
    ;(await between).dialog.bye()
    await waitFor(() => quickOne.talking === 0, { what: 'it is over' })

    await change('8601', { ringMs: 60_000 })
    const waits = caller.call('95606', { hz: OUTSIDE, from: '13912345678' })
    await waitFor(() => slowOne.ringing > 0, { what: 'the slow phone rings' })
    await quickPhone.dial('8602', '*88601').catch(() => undefined)
    await waitFor(() => quickOne.talking > 0, { what: 'the ring is taken', timeoutMs: 60_000 })
    await waitFor(() => slowOne.ringing === 0, { what: 'the other stops ringing' })
    const taken = await waits
    t.teardown(() => taken.audio.close())
    await hears(taken.audio, 1993)
    taken.dialog.bye()
  })
})
