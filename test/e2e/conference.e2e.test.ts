// Where a caller can go from an agent, and who goes on with whom, on a running centre by real SIP phones of five tones: to a
// flow, another queue, an outside number, a standard answer; three-way in all six orders of leaving; a conference of five.
import { execFileSync } from 'node:child_process'
import t from 'tap'
import type { CallDetail, CallRow } from '#engine/protocol/api.ts'
import type { PartySeen } from '#engine/protocol/party.ts'
import { type RtpEnd, strengthOf } from '../kit/audio.ts'
import { type Api, startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { type PhoneAccount, Phones } from '../kit/phones.ts'
import { type PeerCall, SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const CUSTOMER = 443
const AGENT = 1129
const HELPER = 1993
const OUTSIDE = 701
const SECOND_OUTSIDE = 1571
const TONES = [CUSTOMER, OUTSIDE, AGENT, SECOND_OUTSIDE, HELPER]
const OUTSIDE_NUMBER = '01066660001'
const SECOND_OUTSIDE_NUMBER = '01066660002'

interface Desk {
  agent: { mode: string; call?: { callId: string; held: boolean; parties?: PartySeen[] } }
}
interface Row {
  id: string
}

const loud = (end: RtpEnd): number[] => TONES.filter((hz) => strengthOf(hz, end.last(300)) > 2000)
const hears = async (end: RtpEnd, ...expected: number[]): Promise<void> => {
  end.forget()
  const wanted = expected.toSorted((a, b) => a - b).join()
  await waitFor(() => end.heard.length > 4_800 && loud(end).join() === wanted, {
    what: `${wanted} Hz is heard, and no more`,
  }).catch((fault: Error) => {
    throw new Error(`${fault.message}; heard ${loud(end)}`)
  })
}
/** Somebody speaks or plays, and it is none of the tones. */
const hearsWords = async (end: RtpEnd): Promise<void> => {
  end.forget()
  await waitFor(() => end.heard.length > 8_000 && loud(end).length === 0 && end.last(600).some((one) => one > 1_000), {
    what: 'words are heard, and none of the others',
  })
}

/** A flow that speaks for long, a recorded answer, and the trunk over which the world outside is reached. */
async function builds(admin: Api, url: string, host: string): Promise<{ flowId: string; promptId: string }> {
  const prompts = [{ type: 'text', text: '您的话费余额为一百二十元，感谢您的来电，祝您生活愉快，再见。' }]
  const { id: flowId } = await admin.call<Row>('POST', '/config/flows', {
    ...{ name: '自助查询', lang: 'zh', startNodeId: 'bye' },
    nodes: [{ id: 'bye', type: 'hang-up', name: '余额', settings: { prompts }, next: {}, at: { x: 0, y: 0 } }],
  })
  await admin.call('POST', '/config/trunks', {
    ...{ name: '外线', kind: 'address', host, transport: 'tcp', probe: false, prefixes: '010' },
  })
  const sound = execFileSync('sox', '-n -b 16 -r 8000 -c 1 -t wav - synth 60 sine 300 gain -9'.split(' '))
  const kept = await fetch(`${url}/api/prompts?name=${encodeURIComponent('公司介绍')}`, {
    ...{ method: 'POST', body: sound, headers: { cookie: admin.cookie, origin: url, 'content-type': 'audio/wav' } },
  })
  const { id: promptId } = (await kept.json()) as Row
  await admin.call('POST', '/config/standard-answers', { name: '公司介绍', promptId })
  return { flowId, promptId }
}

t.test('conference', { timeout: 500_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    ...{ number: '95606', agents: ['3601', '3602', '3603'] },
    queues: [
      { name: '一队', agents: ['3601'] },
      { name: '二队', agents: ['3602'] },
    ],
  })
  const [agentAccount, helperAccount, plainAccount] = company.phones as [PhoneAccount, PhoneAccount, PhoneAccount]
  const phonesOf = (host: string, account: PhoneAccount, hz: number) =>
    Phones.open({ edge: centre.edge, host, accounts: [account], hz, ringMs: 100 })
  const agentPhone = await phonesOf('127.0.0.71', agentAccount, AGENT)
  const helperPhone = await phonesOf('127.0.0.72', helperAccount, HELPER)
  const plainPhone = await phonesOf('127.0.0.73', plainAccount, HELPER)
  const edge = `sip:${centre.edge};transport=tcp`
  const trunk = await SipPeer.open(edge, '127.0.0.60')
  const world = await SipPeer.open(edge, '127.0.0.64')
  const outside: PeerCall[] = []
  world.onCall = (invite) => {
    const hz = invite.requestUser === OUTSIDE_NUMBER ? OUTSIDE : SECOND_OUTSIDE
    void world.answer(invite, { hz }).then((call) => outside.push(call))
  }
  t.teardown(() => Promise.all([agentPhone.stop(), helperPhone.stop(), plainPhone.stop(), trunk.stop(), world.stop()]))
  const admin = await centre.api('admin', 'tinglan-admin')
  await admin.watch()
  t.teardown(() => admin.close())
  const { flowId, promptId } = await builds(admin, centre.url, `127.0.0.64:${world.stack.port}`)
  const agent = await company.ready('3601')
  const helperId = company.agentIds.get('3602')!
  const press = (act: string, body: object = {}) => agent.call('POST', `/desk/${act}`, body)
  const me = async () => (await agent.call<Desk>('GET', '/desk')).agent
  const agentEnd = () => [...agentPhone.of(agentAccount.user).calls].at(-1)!
  const helperEnd = () => [...helperPhone.of(helperAccount.user).calls].at(-1)!
  let nth = 0
  const from = () => `1391234${5600 + nth}`
  /** A caller in talk with the agent. */
  const talk = async (): Promise<PeerCall> => {
    await waitFor(() => admin.agent('3601')?.mode === 'ready', { what: 'the agent is ready' })
    nth++
    outside.length = 0
    const caller = await trunk.call('95606', { hz: CUSTOMER, from: from() })
    t.teardown(() => caller.audio.close())
    await waitFor(() => caller.audio.heard.length > 4_000, { what: 'the menu is heard' })
    caller.audio.press('1')
    await waitFor(() => agentPhone.of(agentAccount.user).talking > 0, { what: 'the agent answers' })
    await hears(caller.audio, AGENT)
    return caller
  }
  const free = () => waitFor(() => agentPhone.of(agentAccount.user).talking === 0, { what: 'the agent is free' })
  const toOutside = (number = OUTSIDE_NUMBER) => ({ target: { type: 'outside', number } })
  const record = async (): Promise<CallDetail> => {
    const row = await waitFor(
      async () => (await admin.call<{ rows: CallRow[] }>('GET', `/calls?number=${from()}`)).rows[0],
      { what: 'the record', timeoutMs: 30_000 },
    )
    return admin.call<CallDetail>('GET', `/calls/${row.callId}`)
  }

  await t.test('to a flow: the caller hears it, the agent is free, and the flow ends the call', async () => {
    const caller = await talk()
    await press('transfer', { target: { type: 'flow', flowId } })
    await free()
    await hearsWords(caller.audio)
    await waitFor(() => caller.ended(), { what: 'the flow hangs up', timeoutMs: 40_000 })
  })

  await t.test('to another queue: the caller waits there until one of its agents is ready', async (t) => {
    const caller = await talk()
    await press('transfer', { target: { type: 'queue', queueId: company.queueIds[1] } })
    await free()
    await waitFor(() => admin.queue('二队')?.waiting.length === 1, { what: 'it waits in the new queue' })
    t.equal(admin.queue('一队')?.waiting.length, 0)
    const helper = await company.ready('3602')
    await waitFor(() => helperPhone.of(helperAccount.user).talking > 0, { what: 'the other agent answers' })
    await hears(caller.audio, HELPER)
    await hears(helperEnd().audio, CUSTOMER)
    caller.dialog.bye()
    await waitFor(() => helperPhone.of(helperAccount.user).talking === 0, { what: 'all is over' })
    await helper.request('POST', '/desk/break', { reason: 'meal' })
    t.equal((await record()).queueIds.length, 2)
  })

  await t.test('to an outside number: they talk, the agent is free; it is the same call', async (t) => {
    const caller = await talk()
    await press('transfer', toOutside())
    await free()
    await hears(caller.audio, OUTSIDE)
    await hears(outside[0]!.audio, CUSTOMER)
    outside[0]!.dialog.bye()
    await waitFor(() => caller.ended(), { what: 'two were left, one went' })
    t.match((await record()).line.map(({ what }) => what).join(' '), /talk.* transfer.* talk$|talk.* talk$/)
  })

  await t.test('asked aside: a number outside and a phone that is nobody’s, one after the other', async () => {
    const caller = await talk()
    await press('consult', toOutside())
    await waitFor(() => outside.length === 1, { what: 'the number outside answers' })
    await hears(outside[0]!.audio, AGENT)
    await hears(caller.audio)
    await press('take-back')
    await hears(caller.audio, AGENT)
    await waitFor(() => outside[0]!.ended(), { what: 'the other is let go' })
    await press('consult', toOutside(plainAccount.user))
    await waitFor(() => plainPhone.of(plainAccount.user).talking > 0, { what: 'the phone answers' })
    await hears(agentEnd().audio, HELPER)
    await hears(caller.audio)
    await press('hand-over')
    await free()
    await hears(caller.audio, HELPER)
    caller.dialog.bye()
    await waitFor(() => plainPhone.of(plainAccount.user).talking === 0, { what: 'all is over' })
  })

  await t.test('to a recorded answer: the caller hears it, the agent is free at once', async () => {
    const caller = await talk()
    await press('transfer', { target: { type: 'answer', promptId } })
    await free()
    await hearsWords(caller.audio)
    caller.dialog.bye()
  })

  await t.test('three talk; one leaves, two go on; two leave, all ends: in all six orders', async (t) => {
    const orders = ['ca', 'co', 'ac', 'ao', 'oc', 'oa'] as const
    for (const order of orders) {
      const caller = await talk()
      await press('invite', toOutside())
      await waitFor(() => outside.length === 1, { what: 'the third answers' })
      await hears(caller.audio, AGENT, OUTSIDE)
      await hears(agentEnd().audio, CUSTOMER, OUTSIDE)
      await hears(outside[0]!.audio, CUSTOMER, AGENT)
      const phone = agentEnd()
      const ends = {
        c: { hz: CUSTOMER, audio: caller.audio, leave: () => caller.dialog.bye() },
        a: { hz: AGENT, audio: phone.audio, leave: () => phone.dialog.bye() },
        o: { hz: OUTSIDE, audio: outside[0]!.audio, leave: () => outside[0]!.dialog.bye() },
      }
      const [first, second] = [...order] as [keyof typeof ends, keyof typeof ends]
      const third = (['c', 'a', 'o'] as const).find((one) => one !== first && one !== second)!
      ends[first].leave()
      await hears(ends[second].audio, ends[third].hz)
      await hears(ends[third].audio, ends[second].hz)
      ends[second].leave()
      await free()
      await waitFor(() => (third === 'c' ? caller.ended() : third === 'a' || outside[0]!.ended()), {
        what: `${order}: the last is let go`,
      })
      t.pass(order)
    }
  })

  await t.test('five hear each other, two of them outside; the agent leaves and four go on', async (t) => {
    const helper = await company.ready('3602')
    const caller = await talk()
    await press('invite', { target: { type: 'agent', agentId: helperId } })
    await waitFor(() => helperPhone.of(helperAccount.user).talking > 0, { what: 'the colleague answers' })
    for (const [count, number] of [OUTSIDE_NUMBER, SECOND_OUTSIDE_NUMBER].entries()) {
      await hears(caller.audio, AGENT, HELPER, ...[OUTSIDE].slice(0, count))
      await press('invite', toOutside(number))
      await waitFor(() => outside.length === count + 1, { what: `${number} answers` })
    }
    const [one, two] = outside as [PeerCall, PeerCall]
    const all: [number, RtpEnd][] = [
      [CUSTOMER, caller.audio],
      [AGENT, agentEnd().audio],
      [HELPER, helperEnd().audio],
      [OUTSIDE, one.audio],
      [SECOND_OUTSIDE, two.audio],
    ]
    for (const [own, end] of all) await hears(end, ...TONES.filter((hz) => hz !== own))
    t.equal((await me()).call?.parties?.length, 5)
    await press('hang-up')
    await free()
    for (const [own, end] of all.filter(([hz]) => hz !== AGENT))
      await hears(end, ...TONES.filter((hz) => hz !== own && hz !== AGENT))
    caller.dialog.bye()
    one.dialog.bye()
    two.dialog.bye()
    await waitFor(() => helperPhone.of(helperAccount.user).talking === 0, { what: 'all is over' })
    await helper.request('POST', '/desk/sign-out', {})
  })
})
