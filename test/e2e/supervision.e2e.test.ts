// A supervisor at work on a running centre, with real SIP phones of three tones: listen, whisper, barge in by a key of the
// desk phone, take over, cut; and an agent who is paused and told so.
import t from 'tap'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CUSTOMER = 443
const AGENT = 1129
const BOSS = 1993
const TONES = [CUSTOMER, AGENT, BOSS]

interface Desk {
  agent: { mode: string; available: boolean; barred?: true; told?: { act: string; by: string; note: string } }
}
interface Audit {
  rows: { action: string }[]
}

const hears = async (end: RtpEnd, ...expected: number[]): Promise<void> => {
  end.forget()
  const now = () => TONES.filter((hz) => strengthOf(hz, end.last(300)) > 2500).join()
  await waitFor(() => end.heard.length > 4800 && now() === expected.join(), {
    what: `${expected} Hz is heard, and no more`,
  }).catch((fault: Error) => {
    throw new Error(`${fault.message}; heard ${now()}`)
  })
}

t.test('supervision', { timeout: 400_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95601', agents: ['3201', '3209'] },
    queues: [{ name: '督导', agents: ['3201'], settings: { serviceLevelMs: 3_000 } }],
  })
  const [agentAccount, bossAccount] = company.phones as [(typeof company.phones)[0], (typeof company.phones)[0]]
  const phonesOf = (host: string, account: typeof agentAccount, hz: number) =>
    Phones.open({ edge: centre.edge, host, accounts: [account], hz, ringMs: 200 })
  const agentPhone = await phonesOf('127.0.0.61', agentAccount, AGENT)
  const bossPhone = await phonesOf('127.0.0.62', bossAccount, BOSS)
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => Promise.all([agentPhone.stop(), bossPhone.stop(), trunk.stop()]))
  const admin = await centre.api('admin', 'tinglan-admin')
  const { rows } = await admin.call<{ rows: { id: string; account: string }[] }>(
    ...(['GET', '/config/accounts?pageSize=100'] as const),
  )
  const account = rows.find((row) => row.account === '3209')!
  await admin.call('PUT', `/config/accounts/${account.id}`, { ...account, role: 'supervisor' })
  const agent = await company.ready('3201')
  const boss = await centre.api('3209', 'password-3209')
  await boss.call('POST', '/desk/sign-in', { phone: { type: 'extension', user: bossAccount.user } })
  await boss.watch()
  t.teardown(() => boss.close())
  const [agentId, bossId] = [company.agentIds.get('3201')!, company.agentIds.get('3209')!]
  const does = (act: string, body: object = {}, id = agentId) => boss.call('POST', `/supervise/${id}/${act}`, body)

  const calls = async () => {
    const caller = await trunk.call('95601', { hz: CUSTOMER, from: '13912345678' })
    t.teardown(() => caller.audio.close())
    await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the menu is heard' })
    caller.audio.press('1')
    return caller
  }
  const inTalk = async () => {
    const caller = await calls()
    await waitFor(() => agentPhone.of(agentAccount.user).talking > 0, { what: 'the agent answers' })
    await waitFor(() => boss.agent('3201')?.call?.connectedAt, { what: 'the supervisor sees the talk' })
    const [there] = agentPhone.of(agentAccount.user).calls
    return { caller, agentEnd: there!.audio }
  }
  const agentIs = (fits: (agent: Desk['agent']) => boolean) =>
    waitFor(async () => fits((await agent.call<Desk>('GET', '/desk')).agent), { what: 'the agent’s page is told' })
  const first = await inTalk()
  const bossEnd = () => [...bossPhone.of(bossAccount.user).calls][0]!.audio
  const callId = boss.agent('3201')!.call!.callId

  await t.test('listening: both are heard, and nobody gets a tone or a SIP message of it', async (t) => {
    await hears(first.caller.audio, AGENT)
    await hears(first.agentEnd, CUSTOMER)
    // its edge asks a desk phone by OPTIONS now and then whether it is there
    const { user } = agentAccount
    const messages = () => [trunk.stack.statistics().in, agentPhone.of(user).offered, agentPhone.of(user).answered]
    const before = messages()
    await does('listen')
    await waitFor(() => bossPhone.of(bossAccount.user).talking > 0, { what: 'the supervisor’s phone answers' })
    await hears(bossEnd(), CUSTOMER, AGENT)
    await hears(first.caller.audio, AGENT)
    await hears(first.agentEnd, CUSTOMER)
    t.same(messages(), before, 'no SIP message reached the other phones')
    t.equal((await agent.call<Desk>('GET', '/desk')).agent.told, undefined, 'the agent is told nothing')
  })

  await t.test('whisper by the page, barge in by the phone’s key', async () => {
    await does('whisper')
    await hears(first.agentEnd, CUSTOMER, BOSS)
    await hears(first.caller.audio, AGENT)
    bossEnd().press('3')
    await hears(first.caller.audio, AGENT, BOSS)
    bossEnd().press('1')
    await hears(first.caller.audio, AGENT)
    await hears(first.agentEnd, CUSTOMER)
  })

  await t.test('taking over: the agent is dropped, the customer stays on the same call; cut ends it', async (t) => {
    await does('take-over')
    await waitFor(() => agentPhone.of(agentAccount.user).talking === 0, { what: 'the agent is free' })
    await hears(first.caller.audio, BOSS)
    await hears(bossEnd(), CUSTOMER)
    await waitFor(() => boss.agent('3209')?.call?.callId === callId, { what: 'the supervisor has the very call' })
    await agentIs(({ told }) => told?.act === 'take-over' && told.by === '3209')
    await admin.call('POST', `/supervise/${bossId}/cut`, { note: '' })
    await waitFor(() => first.caller.ended() && bossPhone.of(bossAccount.user).talking === 0, { what: 'both get BYE' })
    const acts = (await admin.call<Audit>('GET', '/audit?pageSize=20')).rows.map(({ action }) => action)
    for (const act of ['listen-in', 'whisper', 'take-over', 'cut']) t.ok(acts.includes(act), act)
  })

  await t.test('a paused agent is offered nothing until released, and is told why', async (t) => {
    await waitFor(() => boss.agent('3201')?.mode === 'ready', { what: 'the agent is ready again' })
    await does('pause', { note: '开会' })
    await agentIs((agent) => agent.barred === true && agent.told?.act === 'pause' && agent.told.note === '开会')
    const caller = await calls()
    await waitFor(() => (boss.queue('督导')?.waiting.length ?? 0) > 0, { what: 'the caller waits' })
    await waitFor(() => caller.audio.heard.length > 24_000, { what: 'and hears music' })
    t.equal(agentPhone.of(agentAccount.user).ringing, 0)
    await does('release')
    await waitFor(() => agentPhone.of(agentAccount.user).talking > 0, { what: 'released, the agent is rung' })
    await does('sign-out', { note: '下班' })
    await does('cut')
    await waitFor(() => boss.agent('3201')?.mode === 'signed-out', { what: 'signed out after the call' })
  })
})
