// The whole day of an agent with nothing but a telephone, on a running centre by real SIP: signs in by a code, is called,
// flags, consults, merges by keys, wraps up, takes a break by its reason, signs out. The PIN is in no log and no ledger.
import t from 'tap'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { CallDetail, CallRow, PrivateMessage } from '#engine/protocol/api.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { type Api, type Centre, startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { holders } from '../kit/holders.ts'
import { type PhoneAccount, type PhoneCall, Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CUSTOMER = 443
const AGENT = 1129
const HELPER = 1993
const BEEP = 1000
const FRAMES_A_SECOND = 50
const PIN = '907531246813'

const TONES = [CUSTOMER, AGENT, HELPER]
const loud = (end: RtpEnd): string => TONES.filter((hz) => strengthOf(hz, end.last(300)) > 2500).join()
const hears = async (end: RtpEnd, ...expected: number[]): Promise<void> => {
  end.forget()
  await waitFor(() => end.heard.length > 4_800 && loud(end) === expected.join(), {
    what: `${expected} Hz is heard, and no more`,
  })
}

async function givePin(admin: Api, number: string): Promise<void> {
  const { rows } = await admin.call<{ rows: { id: string; number: string }[] }>('GET', '/config/agents?pageSize=100')
  const agent = rows.find((row) => row.number === number)!
  await admin.call('PUT', `/config/agents/${agent.id}`, { ...agent, pin: PIN })
}

/** Hears the words and the tone, speaks a second, and presses # until it is taken: before the tone ends it ends nothing. */
async function leavesMessage(call: PhoneCall): Promise<void> {
  const { audio } = call
  await waitFor(() => strengthOf(BEEP, audio.last(100)) > 1500, { what: 'the tone before a recording' })
  let from = audio.sent
  const over = (): boolean => {
    if (audio.sent - from >= FRAMES_A_SECOND) {
      audio.press('#')
      from = audio.sent
    }
    return call.over
  }
  await waitFor(over, { what: 'the message is kept', timeoutMs: 40_000 })
}

const words = (call: PhoneCall) => waitFor(() => call.audio.heard.length > 8_000, { what: 'the centre speaks' })

t.test('phone only', { timeout: 400_000 }, async (t) => {
  const centre: Centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95602', agents: ['3301', '3302'] },
    queues: [{ name: '电话坐席', agents: ['3301'] }],
  })
  const admin = await centre.api('admin', 'tinglan-admin')
  await givePin(admin, '3301')
  const [account, helperAccount] = company.phones as [PhoneAccount, PhoneAccount]
  const open = (host: string, of: PhoneAccount, hz: number) =>
    Phones.open({ edge: centre.edge, host, accounts: [of], hz, ringMs: 200 })
  const phone = await open('127.0.0.71', account, AGENT)
  const helperPhone = await open('127.0.0.72', helperAccount, HELPER)
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => Promise.all([phone.stop(), helperPhone.stop(), trunk.stop()]))
  const helper = await company.ready('3302')
  await helper.watch()
  t.teardown(() => helper.close())
  const me = (): AgentView | undefined => helper.agent('3301')
  const is = (mode: AgentView['mode'], reason?: string) =>
    waitFor(() => me()?.mode === mode && (reason === undefined || me()?.breakReason === reason), {
      what: `the agent is ${mode} ${reason ?? ''}`,
    })
  /** Dials a code, keys what it asks for, and hears it out. */
  const code = async (dialled: string, ...keys: string[]): Promise<void> => {
    const call = await phone.dial(account.user, dialled)
    for (const some of keys) {
      call.audio.forget()
      await words(call)
      call.audio.press(some)
      await waitFor(() => call.audio.idle(), { what: `${some.length} keys are sent` })
    }
    await waitFor(() => call.over, { what: `${dialled} is done`, timeoutMs: 40_000 })
  }

  await t.test('nobody is signed in there: said, and nothing happens', async (t) => {
    await code('*71')
    t.equal(me()?.mode ?? 'signed-out', 'signed-out')
  })

  await t.test('a wrong PIN signs nobody in; the right one does', async (t) => {
    const call = await phone.dial(account.user, '*70')
    await words(call)
    call.audio.press('3301#')
    await waitFor(() => call.audio.idle(), { what: 'the number is keyed' })
    call.audio.forget()
    await words(call)
    call.audio.press('111222333#')
    await waitFor(() => call.audio.idle(), { what: 'a PIN is keyed' })
    call.audio.forget()
    await words(call)
    call.dialog.bye()
    t.equal(me()?.mode ?? 'signed-out', 'signed-out')
    await code('*70', '3301#', `${PIN}#`)
    await is('break', 'not-ready')
    t.match(me(), { phone: { type: 'extension', user: account.user } })
    await code('*71')
    await is('ready')
  })

  const caller = await trunk.call('95602', { hz: CUSTOMER, from: '13912345677' })
  t.teardown(() => caller.audio.close())
  const mine = () => [...phone.of(account.user).calls].at(-1)!

  await t.test('a queue’s call rings there; *83 flags it', async () => {
    await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the menu is heard' })
    caller.audio.press('1')
    await waitFor(() => phone.of(account.user).talking > 0, { what: 'the phone answers' })
    await hears(caller.audio, AGENT)
    mine().audio.press('*83')
    await hears(mine().audio, CUSTOMER)
  })

  await t.test('*2, a number and # consult; *4 swaps; *3 merges; the phone hangs up and the others go on', async () => {
    mine().audio.press('*23302#')
    await waitFor(() => helperPhone.of(helperAccount.user).talking > 0, { what: 'the colleague answers' })
    const there = [...helperPhone.of(helperAccount.user).calls][0]!
    await hears(mine().audio, HELPER)
    await hears(caller.audio)
    mine().audio.press('*4')
    await hears(mine().audio, CUSTOMER)
    mine().audio.press('*3')
    await hears(mine().audio, CUSTOMER, HELPER)
    await hears(caller.audio, AGENT, HELPER)
    mine().dialog.bye()
    await hears(caller.audio, HELPER)
    await hears(there.audio, CUSTOMER)
    caller.dialog.bye()
    await waitFor(() => helperPhone.of(helperAccount.user).talking === 0, { what: 'the colleague is free' })
  })

  await t.test('a break by its reason, ready again, signed out', async () => {
    await is('ready')
    await code('*72', '2')
    await is('break', 'meal')
    await code('*71')
    await is('ready')
    await code('*74')
    await is('signed-out')
  })

  await t.test('a colleague leaves a message by its phone: the receiver alone hears it', async (t) => {
    const call = await helperPhone.dial(helperAccount.user, '*753301')
    await leavesMessage(call)
    const own = await centre.api('3301', 'password-3301')
    const [message] = await waitFor(
      async () => {
        const all = await own.call<PrivateMessage[]>('GET', '/desk/messages')
        return all.some(({ formats }) => formats?.length > 0) ? all : undefined
      },
      { what: 'the message with its sound', timeoutMs: 60_000 },
    )
    t.match(message, { from: '坐席3302', number: '3302', heardAt: null })
    const sound = (of: Api) => of.request('GET', `/desk/messages/${message?.recordingId}/sound`)
    t.equal((await sound(own)).status, 200)
    t.equal((await sound(helper)).status, 404)
    t.equal((await admin.request('GET', `/messages/${message?.recordingId}/sound`)).status, 403)
    t.type((await own.call<PrivateMessage[]>('GET', '/desk/messages'))[0]?.heardAt, 'number')
  })

  await t.test('the flag is on the record; what was keyed as PIN is kept nowhere', async (t) => {
    const row = await waitFor(
      async () => (await admin.call<{ rows: CallRow[] }>('GET', '/calls?number=13912345677')).rows[0],
      { what: 'the record' },
    )
    const detail = await admin.call<CallDetail>('GET', `/calls/${row.callId}`)
    t.match(detail.flags, [{ agentId: company.agentIds.get('3301') }])
    t.match(row, { outcome: 'answered', agentNames: ['坐席3301', '坐席3302'] })
    t.strictSame(await holders(centre.dataDir, PIN), [])
  })
})
