// kill -9 of the engine, then of the media role, with 10 callers talking and 10 waiting: nobody is hung up, the order of
// the queue is kept, agents can end their calls and take new ones, and the counters add up.
import t, { type Test } from 'tap'
import { allCalls, details, newTally, tallyOf } from '../kit/bookkeeping.ts'
import { type Api, type Centre, startCentre } from '../kit/centre.ts'
import { buildCompany } from '../kit/company.ts'
import { Phones } from '../kit/phones.ts'
import { type PeerCall, SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

const TALKING = 10
const WAITING = 10
const CALLER_HZ = 1000
const AGENT_HZ = 700
const agents = Array.from({ length: TALKING }, (_, n) => String(3201 + n))
const fromOf = (n: number): string => `1380000${String(1000 + n)}`

interface Caller {
  call: PeerCall
  from: string
}

const pidOf = (centre: Centre, part: string): Promise<number> => centre.pidOf(part).catch(() => 0)

/** kill -9, then the launcher's own restart. */
async function killed(centre: Centre, part: string): Promise<void> {
  const before = await centre.pidOf(part)
  process.kill(before, 'SIGKILL')
  await waitFor(() => centre.log().includes(`${part} ended (SIGKILL)`), { what: `${part} is dead` })
  await waitFor(async () => ![0, before].includes(await pidOf(centre, part)), {
    what: `${part} has a new process`,
  })
  await waitFor(() => centre.log().includes(`${part} is back`), { timeoutMs: 30_000, what: `${part} is back` })
}

/** Nobody was hung up, and sound goes on arriving at every caller. */
async function allHear(t: Test, callers: Caller[]): Promise<void> {
  t.same(
    callers.filter(({ call }) => call.ended()).map(({ from }) => from),
    [],
    'nobody was hung up',
  )
  const before = callers.map(({ call }) => call.audio.packets)
  const deaf = (): string[] =>
    callers.filter(({ call }, n) => call.audio.packets <= before[n]! + 25).map(({ from }) => from)
  await waitFor(() => deaf().length === 0, { what: 'half a second of sound' }).catch(() => {})
  t.same(deaf(), [], 'every caller goes on hearing something')
}

t.test('processes are killed under 20 calls', { timeout: 480_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const company = await buildCompany(centre, {
    number: '95601',
    agents,
    queues: [{ name: '生存', agents, settings: { maxWaitMs: 600_000, nobodyWaitMs: 600_000 } }],
  })
  const queueId = company.queueIds[0]!
  const phones = await Phones.open({
    ...{ edge: centre.edge, host: '127.0.0.62', accounts: company.phones, hz: AGENT_HZ, ringMs: 200 },
  })
  t.teardown(() => phones.stop())
  const supervisor = await centre.api('2001', 'tinglan-2001')
  await supervisor.watch()
  t.teardown(() => supervisor.close())
  const desks = new Map<string, Api>()
  for (const number of agents) desks.set(number, await company.ready(number))
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => trunk.stop())
  const callers: Caller[] = []
  t.teardown(() => {
    for (const { call } of callers) call.audio.close()
  })
  const dial = async (): Promise<Caller> => {
    const from = fromOf(callers.length)
    const caller = { call: await trunk.call('95601', { hz: CALLER_HZ, from }), from }
    callers.push(caller)
    caller.call.audio.press('1')
    return caller
  }
  const talking = (): number => agents.filter((number) => supervisor.agent(number)?.mode === 'talking').length
  const waiting = (): string[] => (supervisor.queues.get(queueId)?.waiting ?? []).map(({ number }) => number)
  const live = (): Caller[] => callers.filter(({ call }) => !call.ended())
  const agentOf = (from: string): string | undefined =>
    agents.find((number) => {
      const view = supervisor.agent(number)
      return view?.mode === 'talking' && view.call?.card.number === from
    })
  /** the agent talking to this caller hangs up, the next in the queue is answered */
  const finish = async ({ call, from }: Caller): Promise<void> => {
    const number = await waitFor(() => agentOf(from), { what: `an agent talks to ${from}` })
    await desks.get(number)!.call('POST', '/desk/hang-up', {})
    await waitFor(() => call.ended(), { what: `${from} hears the end` })
  }

  for (let n = 0; n < TALKING; n++) {
    await dial()
    await waitFor(() => talking() === n + 1, { what: `${n + 1} conversations` })
  }
  for (let n = 0; n < WAITING; n++) {
    await dial()
    await waitFor(() => waiting().length === n + 1, { what: `${n + 1} callers wait` })
  }
  const order = waiting()
  t.same(
    order,
    callers.slice(TALKING).map(({ from }) => from),
  )

  await t.test('kill -9 of the engine: nobody is hung up, the order is kept', async (t) => {
    await killed(centre, 'engine')
    await allHear(t, callers)
    await waitFor(() => waiting().length === WAITING && talking() === TALKING, {
      what: 'the wallboard shows them again',
    })
    t.same(waiting(), order)
    for (let n = 0; n < 5; n++) {
      await finish(callers[n]!)
      await waitFor(() => agentOf(order[n]!), { what: `${order[n]} is next to talk` })
      await waitFor(() => waiting().length === order.length - n - 1, { what: 'the wallboard shows one less' })
      t.same(waiting(), order.slice(n + 1), `${order[n]} was next`)
    }
  })

  await t.test('kill -9 of the media role: calls stay up, hang-up works after it', async (t) => {
    await killed(centre, 'media')
    await allHear(t, live())
    for (let n = 5; n < WAITING; n++) {
      await finish(callers[n]!)
      await waitFor(() => agentOf(order[n]!), { what: `${order[n]} is next to talk` })
    }
    const [one, ...others] = live()
    one!.call.dialog.bye()
    await waitFor(() => talking() === TALKING - 1, { what: "a caller's own BYE frees the agent" })
    for (const caller of others) await finish(caller)
  })

  await t.test('new calls work and the counters add up', async (t) => {
    const caller = await dial()
    await waitFor(() => agentOf(caller.from), { what: 'a new call is answered' })
    await allHear(t, [caller])
    await finish(caller)
    const rows = await waitFor(
      async () => {
        const found = await allCalls(supervisor)
        return found.length >= callers.length ? found : undefined
      },
      { what: 'a row for every call' },
    )
    t.equal(rows.length, callers.length)
    t.same(
      rows.filter((row) => row.outcome !== 'answered').map((row) => [row.from, row.outcome]),
      [],
    )
    const tally = tallyOf(await details(supervisor, rows)).get(queueId)
    t.same(tally, { ...newTally(), offered: callers.length, answered: callers.length })
    t.match(supervisor.queues.get(queueId)?.today, tally)
    t.same(
      phones
        .all()
        .map((phone) => phone.most)
        .filter((most) => most > 1),
      [],
    )
  })
})
