// A consultation on a running centre, heard by real SIP phones of four tones: consult, swap, merge, drop, an outside number,
// hand over; after every step each party hears exactly whom it should.
import t from 'tap'
import type { CallDetail, CallRow, Page } from '#engine/protocol/api.ts'
import type { PartySeen } from '#engine/protocol/party.ts'
import type { Dialog } from '#media/sip/api.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CUSTOMER = 443
const AGENT = 1129
const HELPER = 1993
const TONES = [CUSTOMER, AGENT, HELPER]

interface Desk {
  agent: {
    mode: string
    today: { talkMs: number }
    beside?: { held: boolean }[]
    call?: { held: boolean; parties?: PartySeen[] }
    failure?: { act: string; reason: string }
  }
}

const loud = (end: RtpEnd): string => TONES.filter((hz) => strengthOf(hz, end.last(300)) > 2500).join()
const hears = async (end: RtpEnd, ...expected: number[]): Promise<void> => {
  end.forget()
  await waitFor(() => end.heard.length > 4_800 && loud(end) === expected.join(), {
    what: `${expected} Hz is heard, and no more`,
  }).catch((fault: Error) => {
    throw new Error(`${fault.message}; heard ${loud(end)}`)
  })
}

/** REFER with Replaces (RFC 3891), as a desk phone sends it: whoever is on `line` is to talk with whoever is on `other`. */
function transferTo(line: Dialog, other: Dialog): Promise<number> {
  const { callId, localTag, remoteTag } = other.id
  const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`)
  const headers: [string, string][] = [['Refer-To', `<sip:3302@tinglan.local?Replaces=${replaces}>`]]
  const asks = line as unknown as {
    send(method: string, sent: { headers: [string, string][] }, heard: (outcome: { status: number }) => void): void
  }
  return new Promise((resolve) => asks.send('REFER', { headers }, ({ status }) => resolve(status)))
}

t.test('conversation', { timeout: 400_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95602', agents: ['3301', '3302'] },
    queues: [{ name: '会话', agents: ['3301'] }],
  })
  const [agentAccount, helperAccount] = company.phones as [(typeof company.phones)[0], (typeof company.phones)[0]]
  const phonesOf = (host: string, account: typeof agentAccount, hz: number) =>
    Phones.open({ edge: centre.edge, host, accounts: [account], hz, ringMs: 200 })
  const agentPhone = await phonesOf('127.0.0.71', agentAccount, AGENT)
  const helperPhone = await phonesOf('127.0.0.72', helperAccount, HELPER)
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => Promise.all([agentPhone.stop(), helperPhone.stop(), trunk.stop()]))
  const agent = await company.ready('3301')
  await company.ready('3302')
  const helperId = company.agentIds.get('3302')!
  const press = (act: string, body: object = {}) => agent.call('POST', `/desk/${act}`, body)
  const me = async () => (await agent.call<Desk>('GET', '/desk')).agent

  const caller = await trunk.call('95602', { hz: CUSTOMER, from: '13912345679' })
  t.teardown(() => caller.audio.close())
  await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the menu is heard' })
  caller.audio.press('1')
  await waitFor(() => agentPhone.of(agentAccount.user).talking > 0, { what: 'the agent answers' })
  const agentEnd = [...agentPhone.of(agentAccount.user).calls][0]!.audio
  const helperEnd = () => [...helperPhone.of(helperAccount.user).calls].at(-1)!.audio
  const helperTalks = (on: boolean) =>
    waitFor(() => helperPhone.of(helperAccount.user).talking > 0 === on, { what: `the colleague talks: ${on}` })

  await t.test('consult: agent and colleague hear each other, the caller hears neither', async (t) => {
    await hears(caller.audio, AGENT)
    await press('consult', { target: { type: 'agent', agentId: helperId } })
    await helperTalks(true)
    await hears(agentEnd, HELPER)
    await hears(helperEnd(), AGENT)
    await hears(caller.audio)
    t.match((await me()).call, { held: true })
  })

  await t.test('swap there and back', async () => {
    await press('swap')
    await hears(agentEnd, CUSTOMER)
    await hears(caller.audio, AGENT)
    await hears(helperEnd())
    await press('swap')
    await hears(agentEnd, HELPER)
    await hears(caller.audio)
  })

  await t.test('merge: three hear each other; drop: two go on', async (t) => {
    await press('merge')
    await hears(agentEnd, CUSTOMER, HELPER)
    await hears(caller.audio, AGENT, HELPER)
    await hears(helperEnd(), CUSTOMER, AGENT)
    const legId = (await me()).call?.parties?.find((party) => party.agentId === helperId)?.legId
    await press('drop', { legId })
    await helperTalks(false)
    await hears(agentEnd, CUSTOMER)
    await hears(caller.audio, AGENT)
    await press('swap')
    await waitFor(async () => (await me()).failure?.reason === 'no-consultation', { what: 'a swap in vain says why' })
    t.equal((await me()).failure?.act, 'swap')
  })

  await t.test('hand over: caller and colleague talk, the agent is free, it is one record', async (t) => {
    await press('after-call', { mode: 'ready' })
    await agent.watch()
    t.teardown(() => agent.close())
    const helper = await centre.api('3302', 'password-3302')
    await waitFor(
      async () => {
        const { mode } = (await helper.call<Desk>('GET', '/desk')).agent
        if (mode === 'wrap-up') await helper.call('POST', '/desk/ready', {})
        return mode === 'ready'
      },
      { what: 'the colleague is ready again' },
    )
    await press('consult', { target: { type: 'outside', number: '3302' } })
    await helperTalks(true)
    await hears(agentEnd, HELPER)
    await press('hand-over')
    await waitFor(() => agentPhone.of(agentAccount.user).talking === 0, { what: 'the agent is free' })
    await hears(caller.audio, HELPER)
    await hears(helperEnd(), CUSTOMER)
    caller.dialog.bye()
    const admin = await centre.api('admin', 'tinglan-admin')
    const rows = async () =>
      (await admin.call<Page<{ callId: string; from: string }>>('GET', '/calls?pageSize=20')).rows
    await waitFor(async () => (await rows()).some(({ from }) => from === '13912345679'), {
      what: 'the record is there',
    })
    const of = (await rows()).filter(({ from }) => from === '13912345679')
    t.equal(of.length, 1, 'one contact, one record')
    const { line, agents } = await admin.call<CallDetail>('GET', `/calls/${of[0]?.callId}`)
    t.match(line.map(({ what }) => what).join(' '), /talk consult.* talk consult.* conference talk.* consult.* talk$/)
    t.equal(agents.length, 3)
  })

  await t.test(
    'a desk phone’s two lines: hold and dial, from one to the other, both at once, and its transfer key',
    async (t) => {
      const helper = await centre.api('3302', 'password-3302')
      for (const one of [agent, helper])
        await waitFor(
          async () => {
            const { mode } = (await one.call<Desk>('GET', '/desk')).agent
            if (mode === 'wrap-up') await one.call('POST', '/desk/ready', {})
            return mode === 'ready'
          },
          { what: 'both are ready again' },
        )
      const second = await trunk.call('95602', { hz: CUSTOMER, from: '13912345680' })
      t.teardown(() => second.audio.close())
      await waitFor(() => second.audio.heard.length > 8_000, { what: 'the menu is heard' })
      second.audio.press('1')
      await waitFor(() => agentPhone.of(agentAccount.user).talking > 0, { what: 'the agent answers' })
      const lineOne = [...agentPhone.of(agentAccount.user).calls].at(-1)!
      await hears(second.audio, AGENT)
      const talkMs = async () => (await me()).today.talkMs
      const before = { at: Date.now(), talkMs: await talkMs() }
      let version = 2
      const turn = (line: typeof lineOne, way: 'sendonly' | 'sendrecv') =>
        line.dialog.reinvite(line.audio.sdp(way, version++))
      t.match(await turn(lineOne, 'sendonly'), { status: 200 })
      await waitFor(async () => (await me()).call?.held === true, { what: 'the page shows the hold' })
      await hears(second.audio)
      const lineTwo = await agentPhone.dial(agentAccount.user, '3302')
      await helperTalks(true)
      await hears(lineTwo.audio, HELPER)
      await hears(helperEnd(), AGENT)
      await hears(second.audio)
      const both = await waitFor(async () => ((await me()).beside?.length === 1 ? me() : undefined), {
        what: 'the page shows both calls',
      })
      t.match(both, { mode: 'talking', beside: [{ held: true }] })
      // its own three-way key: both lines are up, and the phone mixes
      t.match(await turn(lineOne, 'sendrecv'), { status: 200 })
      await hears(second.audio, AGENT)
      await hears(helperEnd(), AGENT)
      await hears(lineOne.audio, CUSTOMER)
      await hears(lineTwo.audio, HELPER)
      t.match(await turn(lineOne, 'sendonly'), { status: 200 })
      await hears(second.audio)
      const answer = await transferTo(lineOne.dialog, lineTwo.dialog)
      t.equal(answer, 202)
      await hears(second.audio, HELPER)
      await hears(helperEnd(), CUSTOMER)
      await waitFor(() => agentPhone.of(agentAccount.user).talking === 0 && lineTwo.over, {
        what: 'both lines are free',
      })
      const spent = { ms: Date.now() - before.at, talkMs: (await talkMs()) - before.talkMs }
      // nearly a second from the answer until the page of it was asked; two lines at once are one talk
      t.ok(spent.talkMs > 1_000 && spent.talkMs < spent.ms + 2_000, `talked ${spent.talkMs} of ${spent.ms} ms`)
      second.dialog.bye()
      await waitFor(() => helperPhone.of(helperAccount.user).talking === 0, { what: 'the colleague is free' })
      const admin = await centre.api('admin', 'tinglan-admin')
      const row = await waitFor(
        async () => (await admin.call<Page<CallRow>>('GET', '/calls?number=13912345680')).rows[0],
        { what: 'the record is there', timeoutMs: 30_000 },
      )
      const { line } = await admin.call<CallDetail>('GET', `/calls/${row.callId}`)
      const agentId = company.agentIds.get('3301')
      const told = line.filter(({ what }) => what === 'talk' || what === 'hold')
      t.same(
        told.map(({ what, who }) => `${what} ${who[0] === agentId ? 'agent' : 'colleague'}`),
        ['talk agent', 'hold agent', 'talk agent', 'hold agent', 'talk colleague'],
        'the caller’s line: what the phone mixes is a talk with its agent',
      )
    },
  )
})
