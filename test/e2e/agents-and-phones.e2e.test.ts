// Agents and their phones on a running centre, with real SIP phones of three tones: a colleague picks up what rings, the
// recording is paused, the call is disposed, its caller rates it afterwards, and a forward leads to another phone.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { CallRow } from '#engine/protocol/api.ts'
import type { ReportResult } from '#engine/protocol/reports.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { type Api, startCentre } from '../kit/centre.ts'
import { buildCompany, type Company } from '../kit/company.ts'
import { holders } from '../kit/holders.ts'
import { type PhoneAccount, Phones } from '../kit/phones.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'
import { readWav } from '../kit/wav.ts'

const CUSTOMER = 443
const COLLEAGUE = 1129
const CARD = '622588013791'

const hears = (end: RtpEnd, hz: number) => {
  end.forget()
  return waitFor(() => end.heard.length > 4000 && strengthOf(hz, end.last(300)) > 2500, { what: `${hz} Hz is heard` })
}

/** The queue's callers go there when the agent has hung up. */
async function asksAfterwards(admin: Api, company: Company): Promise<void> {
  const text = (words: string) => [{ type: 'text', text: words }]
  const at = { x: 0, y: 0 }
  const ask = { variable: 'rating', prompts: text('请为本次服务评分，五分最高'), maxDigits: 1, firstDigitMs: 20_000 }
  const { id } = await admin.call<{ id: string }>('POST', '/config/flows', {
    ...{ name: '服务评价', lang: 'zh', startNodeId: 'ask' },
    nodes: [
      {
        id: 'ask',
        type: 'collect',
        name: '评分',
        settings: ask,
        next: { done: 'bye', 'wrong-length': 'bye', timeout: 'bye' },
        at,
      },
      { id: 'bye', type: 'hang-up', name: '谢谢', settings: { prompts: text('谢谢') }, next: {}, at },
    ],
  })
  const { rows } = await admin.call<{ rows: { id: string }[] }>('GET', '/config/queues?pageSize=100')
  const queue = rows.find((row) => row.id === company.queueIds[0])
  await admin.call('PUT', `/config/queues/${company.queueIds[0]}`, { ...queue, afterTalkFlowId: id })
}

t.test('agents and phones', { timeout: 400_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95602', agents: ['3301', '3302', '3303', '3304'] },
    queues: [
      { name: '代接', agents: ['3301'], settings: { ringMs: 60_000 } },
      { name: '手动录音', agents: ['3303'], settings: { record: false } },
    ],
  })
  const admin = await centre.api('admin', 'tinglan-admin')
  await asksAfterwards(admin, company)
  const purpose = await admin.call<{ id: string }>('POST', '/config/dispositions', { name: '咨询', nameEn: 'Question' })
  const [slow, quick, other, fourth] = company.phones as [PhoneAccount, PhoneAccount, PhoneAccount, PhoneAccount]
  const phone = (host: string, account: PhoneAccount, hz: number, ringMs: number) =>
    Phones.open({ edge: centre.edge, host, accounts: [account], hz, ringMs })
  const slowPhone = await phone('127.0.0.71', slow, 700, 60_000)
  const quickPhone = await phone('127.0.0.72', quick, COLLEAGUE, 200)
  const otherPhone = await phone('127.0.0.73', other, 1993, 200)
  const fourthPhone = await phone('127.0.0.74', fourth, 350, 200)
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() =>
    Promise.all([slowPhone.stop(), quickPhone.stop(), otherPhone.stop(), fourthPhone.stop(), trunk.stop()]),
  )
  await company.ready('3301')
  const colleague = await company.ready('3302')
  await colleague.watch()
  t.teardown(() => colleague.close())
  const caller = await trunk.call('95602', { hz: CUSTOMER, from: '13912345678' })
  t.teardown(() => caller.audio.close())
  await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the menu is heard' })
  caller.audio.press('1')

  await t.test('a colleague picks up the call that rings at another desk', async (t) => {
    await waitFor(() => slowPhone.of(slow.user).ringing > 0, { what: 'the agent’s phone rings' })
    await waitFor(() => colleague.agent('3302')?.mode === 'ready', { what: 'the colleague is ready' })
    await colleague.call('POST', '/desk/pick-up', { agentId: company.agentIds.get('3301') })
    await waitFor(() => quickPhone.of(quick.user).talking > 0, { what: 'the colleague’s phone answers' })
    await waitFor(() => slowPhone.of(slow.user).ringing === 0, { what: 'the other stops ringing' })
    const [there] = quickPhone.of(quick.user).calls
    await hears(caller.audio, COLLEAGUE)
    await hears(there!.audio, CUSTOMER)
    t.equal(colleague.agent('3301')?.today.missed, 0, 'nobody missed it')
  })

  const desk = async () =>
    (await colleague.call<{ agent: { call?: { callId: string; recording?: string; held?: boolean } } }>('GET', '/desk'))
      .agent
  const callId = (await desk()).call?.callId ?? ''

  await t.test(
    'passed on to a busy colleague, or where no trunk leads: refused in words, the talk goes on',
    async (t) => {
      const busy = await company.ready('3303')
      await company.ready('3304')
      await busy.call('POST', '/desk/dial', { number: '3304' })
      await waitFor(() => fourthPhone.of(fourth.user).talking > 0, { what: 'two others talk' })
      const told = async () =>
        (await colleague.call<{ agent: { failure?: { act: string; reason: string } } }>('GET', '/desk')).agent.failure
      const goesOn = async () => {
        const [there] = quickPhone.of(quick.user).calls
        await hears(caller.audio, COLLEAGUE)
        await hears(there!.audio, CUSTOMER)
      }
      for (const [target, reason] of [
        [{ type: 'agent', agentId: company.agentIds.get('3303') }, 'busy'],
        [{ type: 'outside', number: '3303' }, 'busy'],
        [{ type: 'outside', number: '01088886666' }, 'no-trunk'],
      ] as const) {
        await colleague.call('POST', '/desk/transfer', { target })
        await waitFor(async () => (await told())?.reason === reason, { what: `told: ${reason}` })
        t.match(await told(), { act: 'transfer', reason })
        await goesOn()
        await colleague.request('POST', '/desk/hold', {})
        await waitFor(async () => (await desk()).call?.held === true, {
          what: 'it is still this agent’s to hold',
        })
        await colleague.request('POST', '/desk/resume', {})
        await waitFor(async () => (await desk()).call?.held === false, { what: 'and to take back' })
      }
      await busy.call('POST', '/desk/hang-up', {})
      await waitFor(() => fourthPhone.of(fourth.user).talking === 0, { what: 'the others are done' })
    },
  )

  await t.test('the recording is paused and goes on; the page says so', async (t) => {
    await waitFor(async () => (await desk()).call?.recording === 'on', { what: 'it is recorded' })
    await colleague.call('POST', '/desk/record', { act: 'pause' })
    await waitFor(async () => (await desk()).call?.recording === 'paused', { what: 'it is paused' })
    caller.audio.forget()
    caller.audio.press(CARD)
    await waitFor(() => caller.audio.idle(), { what: 'a card’s number is keyed' })
    await waitFor(() => caller.audio.heard.length > 20_000, { what: 'something is said meanwhile' })
    await colleague.call('POST', '/desk/record', { act: 'resume' })
    await waitFor(async () => (await desk()).call?.recording === 'on', { what: 'it goes on' })
    caller.audio.forget()
    await waitFor(() => caller.audio.heard.length > 12_000, { what: 'something is said after it' })
    await colleague.request('POST', '/desk/record', { act: 'stop' })
    caller.audio.forget()
    await waitFor(() => caller.audio.heard.length > 8_000, { what: 'the call has heard of it' })
    t.equal((await desk()).call?.recording, 'on', 'the queue records whole calls')
  })

  await t.test('disposed by the agent, rated by the caller, both on the record with the silent span', async (t) => {
    await colleague.call('POST', '/desk/dispose', { callId, dispositionId: purpose.id, note: '问价格' })
    await colleague.call('POST', '/desk/hang-up', {})
    await waitFor(() => quickPhone.of(quick.user).talking === 0, { what: 'the agent is free' })
    caller.audio.forget()
    await waitFor(() => caller.audio.heard.length > 12_000 && strengthOf(COLLEAGUE, caller.audio.last(300)) < 500, {
      what: 'the caller hears words, and no agent',
    })
    t.notOk(caller.ended())
    caller.audio.press('5')
    await waitFor(() => caller.ended(), { what: 'the flow ends the call' })
    const row = await waitFor(
      async () => {
        const [found] = (await admin.call<{ rows: CallRow[] }>('GET', '/calls?number=13912345678')).rows
        return found?.recording && found.disposition ? found : undefined
      },
      { what: 'the record with its recording', timeoutMs: 60_000 },
    )
    t.match(row, {
      ...{ outcome: 'answered', hungUpBy: 'agent', agentNames: ['坐席3302'], collected: { rating: '5' } },
      disposition: { zh: '咨询', en: 'Question', note: '问价格' },
      recording: { gaps: [{ reason: 'paused' }] },
    })
    const folder = await mkdtemp(join(tmpdir(), 'tinglan-pause-'))
    t.teardown(() => rm(folder, { recursive: true }))
    const answer = await admin.request('GET', `/calls/${callId}/recording?format=wav`)
    await writeFile(join(folder, 'it.wav'), Buffer.from(await answer.arrayBuffer()))
    const { rate, samples } = readWav(join(folder, 'it.wav'))
    const [gap] = row.recording?.gaps ?? []
    const loudest = (channel: Int16Array, fromMs: number, untilMs: number) =>
      channel
        .slice((fromMs * rate) / 1000, (untilMs * rate) / 1000)
        .reduce((most, one) => Math.max(most, Math.abs(one)), 0)
    for (const channel of samples) {
      t.ok(loudest(channel, 0, gap!.fromMs) > 1000, 'sound before it')
      t.equal(loudest(channel, gap!.fromMs + 200, gap!.untilMs - 200), 0, 'silence while it was paused')
      t.ok(loudest(channel, gap!.untilMs + 300, gap!.untilMs + 1500) > 1000, 'sound after it')
    }
  })

  await t.test('reports tell dispositions and ratings', async (t) => {
    const range = `from=${Date.now() - 3_600_000}&to=${Date.now() + 3_600_000}&step=60`
    const run = async (name: string) => (await admin.call<ReportResult>('GET', `/reports/${name}?${range}`)).rows
    // who talked and was not rated has a row too
    const rated = async () => (await run('ratings')).filter((row) => Number(row.rated) > 0)
    await waitFor(async () => (await rated()).length > 0, { what: 'the rating is counted', timeoutMs: 60_000 })
    t.match(await rated(), [{ agent: '坐席3302', rated: 1, mean: 5, score5: 1 }])
    const disposed = () => run('dispositions')
    await waitFor(async () => (await disposed()).length > 0, { what: 'the disposition is counted', timeoutMs: 60_000 })
    t.match(await disposed(), [{ disposition: '咨询', calls: 1 }])
    await run('agent-breaks')
  })

  await t.test('busy: a call to the own number goes to the phone it is forwarded to', async () => {
    await waitFor(() => colleague.agent('3302')?.mode === 'ready', { what: 'the colleague is ready again' })
    const nowhere = { always: '', noAnswer: '', from: '', to: '' }
    await colleague.call('PUT', '/desk/forward', { ...nowhere, busy: other.user })
    await colleague.call('POST', '/desk/break', { reason: 'meal' })
    const dialler = await centre.api('3304', 'password-3304')
    await dialler.call('POST', '/desk/sign-in', { phone: { type: 'extension', user: fourth.user } })
    await dialler.call('POST', '/desk/dial', { number: '3302' })
    await waitFor(() => otherPhone.of(other.user).talking > 0, { what: 'the phone forwarded to answers' })
    const [there] = otherPhone.of(other.user).calls
    await hears(there!.audio, 350)
    await dialler.call('POST', '/desk/hang-up', {})
    await waitFor(() => otherPhone.of(other.user).talking + fourthPhone.of(fourth.user).talking === 0, {
      what: 'both phones are free',
    })
  })

  await t.test(
    'recording by hand keeps the marked span only; on hold the agent dials out and is offered nothing',
    async (t) => {
      const own = await company.ready('3303')
      await admin.watch()
      t.teardown(() => admin.close())
      const calls = async (from: string) => {
        const made = await trunk.call('95602', { hz: CUSTOMER, from })
        t.teardown(() => made.audio.close())
        await waitFor(() => made.audio.heard.length > 8_000, { what: 'the menu is heard' })
        made.audio.press('2')
        return made
      }
      const first = await calls('13912345601')
      await waitFor(() => admin.agent('3303')?.call?.connectedAt, { what: 'they talk' })
      const { callId } = admin.agent('3303')!.call!
      const heard = async (samples: number) => {
        first.audio.forget()
        await waitFor(() => first.audio.heard.length > samples, { what: 'they go on' })
      }
      await heard(16_000)
      const recording = () => admin.agent('3303')?.call?.recording
      t.equal(recording(), undefined, 'nothing is kept by itself')
      await own.call('POST', '/desk/record', { act: 'start' })
      await waitFor(() => recording() === 'on', { what: 'it is recorded' })
      const from = Date.now()
      await heard(24_000)
      await own.call('POST', '/desk/record', { act: 'stop' })
      await waitFor(() => recording() === undefined, { what: 'it is not any more' })
      const markedMs = Date.now() - from
      await own.call('POST', '/desk/hold', {})
      await waitFor(() => admin.agent('3303')?.call?.held, { what: 'the caller is held' })
      const second = await calls('13912345602')
      await waitFor(() => (admin.queue('手动录音')?.waiting.length ?? 0) > 0, { what: 'the second caller waits' })
      const before = otherPhone.of(other.user).ringing
      await own.call('POST', '/desk/consult', { target: { type: 'outside', number: fourth.user } })
      await waitFor(() => fourthPhone.of(fourth.user).talking > 0, { what: 'the phone dialled out to answers' })
      t.equal(admin.queue('手动录音')?.waiting.length, 1, 'the queue’s call waits on')
      t.equal(otherPhone.of(other.user).ringing, before, 'and rings nowhere')
      await own.call('POST', '/desk/hang-up', {})
      first.dialog.bye()
      second.dialog.bye()
      const row = await waitFor(
        async () => {
          const [found] = (await admin.call<{ rows: CallRow[] }>('GET', '/calls?number=13912345601')).rows
          return found?.recording ? found : undefined
        },
        { what: 'the record with what was marked', timeoutMs: 60_000 },
      )
      t.equal(row.callId, callId)
      // two seconds of talk came before it, and the hold and a consultation after it
      const kept = row.recording?.durationMs ?? 0
      t.ok(kept > 2_800 && kept < markedMs + 1_500, `${kept} of ${markedMs} ms`)
    },
  )

  await t.test('a card’s number keyed while the recording was paused is kept nowhere', async (t) => {
    t.strictSame(await holders(centre.dataDir, CARD), [])
  })
})
