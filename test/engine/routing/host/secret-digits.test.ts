// A caller keys a password into a flow that checks it over HTTP: the other system gets it, nothing that is kept has it.
import t from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { manualClock } from '#engine/clock/manual.ts'
import type { Flow } from '#engine/protocol/company.ts'
import type { Lookup, LookupAnswer } from '#engine/protocol/lookups.ts'
import type { MediaNews, MediaOrder } from '#engine/protocol/media.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { replay } from '#engine/routing/ledger/replay.ts'
import { loadMachines } from '#engine/routing/machines.ts'
import { settled, startEngine, type TestEngine, testMedia } from '../../../kit/engine.ts'
import { waitFor } from '../../../kit/wait.ts'
import { known, node } from '../core/call/company.ts'

const call = { kind: 'call', id: 'c1' } as const
const PIN = '73914628'
const text = (words: string) => [{ type: 'text', text: words }]

const flow: Flow = {
  ...{ id: 'f1', version: 1, name: 'Bank', lang: 'zh', startNodeId: 'pin' },
  nodes: [
    node(
      'pin',
      'collect',
      { variable: 'pin', secret: true, minDigits: 6, maxDigits: 8, prompts: text('请输入密码'), retries: 0 },
      { done: 'menu', 'wrong-length': 'bye', timeout: 'bye' },
    ),
    node('menu', 'play', { prompts: text('您的密码是{pin}，请稍候') }, { done: 'check' }),
    node(
      'check',
      'ask',
      {
        method: 'POST',
        url: 'https://bank.test/{pin}',
        values: [{ name: 'password', value: '{pin}' }],
        results: [{ field: 'balance', variable: 'balance' }],
      },
      { done: 'tell', error: 'bye' },
    ),
    node('tell', 'play', { prompts: text('余额{balance}') }, { done: 'bye' }),
    node('bye', 'hang-up'),
  ],
}

/** What outlives the engine. */
async function bank() {
  const asked: Lookup[] = []
  const media = testMedia()
  const parts = {
    ...{ clock: manualClock(), shards: memoryKeyValue(), checkpoints: memoryKeyValue(), ledger: memoryLedger(), media },
    machines: await loadMachines(),
    lookups: {
      async ask(lookup: Lookup): Promise<LookupAnswer> {
        if (lookup.type !== 'http') return known({}, flow)
        asked.push(lookup)
        return { type: 'http', status: 200, fields: { balance: '99' }, text: '' }
      },
    },
  }
  const broker = memoryBroker()
  const orders = <Type extends MediaOrder['type']>(type: Type) =>
    media.orders
      .map(({ order }) => order)
      .filter((each): each is Extract<MediaOrder, { type: Type }> => each.type === type)
  return { ...parts, asked, orders, start: () => startEngine({ ...parts, bus: broker.connect() }) }
}
type Bank = Awaited<ReturnType<typeof bank>>

async function tell({ engine }: TestEngine, news: MediaNews) {
  await engine.ask(call, { type: 'news', news } as never)
  await settled(engine)
}

async function arrives(engine: TestEngine) {
  const origin = { type: 'trunk', trunkId: 't1' } as const
  const from = { number: '13900000001', name: '' }
  await tell(engine, { type: 'call-arrived', callId: 'c1', legId: 'L1', node: 'm1', origin, from, to: '4001' })
}

async function keys(engine: TestEngine, { orders }: Bank, digits: string) {
  const { collectId } = orders('collect').at(-1) ?? { collectId: '' }
  const leg = { callId: 'c1', legId: 'L1' }
  await tell(engine, { type: 'digits-collected', ...leg, collectId, digits, secret: true, ended: 'max' })
}

async function promptEnds(engine: TestEngine, { orders }: Bank) {
  const { playId } = orders('play').at(-1) ?? { playId: '' }
  await tell(engine, { type: 'play-ended', callId: 'c1', legId: 'L1', playId, reason: 'finished' })
}

async function written({ ledger, checkpoints, clock }: Bank, { engine }: TestEngine) {
  await waitFor(() => engine.unkept() === 0, { what: 'the ledger has everything' })
  const kept = async () => {
    clock.advance(1_000)
    return (await checkpoints.keys()).length > 0
  }
  await waitFor(kept, { what: 'there is a checkpoint' })
  const points = await Promise.all((await checkpoints.keys()).map((key) => checkpoints.get(key)))
  return {
    records: ledger.entries().flatMap((each) => each.entry.records),
    text: JSON.stringify([ledger.entries(), points]),
  }
}

t.test('the other system gets the password; records, facts, checkpoints and prompts do not have it', async (t) => {
  const here = await bank()
  const started = await here.start()
  await arrives(started)
  t.match(here.orders('collect'), [{ secret: true }])
  await keys(started, here, PIN)
  t.match(here.orders('play').at(-1)?.sounds, [{ text: '您的密码是，请稍候' }], 'and is not read to who listens')
  await promptEnds(started, here)
  t.match(here.asked, [{ url: `https://bank.test/${PIN}`, values: { password: PIN, caller: '13900000001' } }])
  t.match(here.orders('play').at(-1)?.sounds, [{ text: '余额99' }])
  const { records, text: all } = await written(here, started)
  t.ok(records.some(({ command }) => JSON.stringify(command).includes('digits-collected')))
  t.notMatch(all, PIN)
  t.notMatch(JSON.stringify(here.orders('play')), PIN)
  t.notMatch(JSON.stringify(started.engine.stateOf(call)), PIN)
  t.strictSame(
    replay(
      here.machines.get('call')!,
      records.filter(({ kind }) => kind === 'call'),
    ).differs,
    [],
  )
  started.engine.kill()
})

t.test('keys that are too few are told by their number alone', async (t) => {
  const here = await bank()
  const started = await here.start()
  await arrives(started)
  await keys(started, here, '12345')
  t.match(here.orders('hang-up'), [{ legId: 'L1' }])
  t.strictSame(here.asked, [])
  started.engine.kill()
})

t.test('an engine that starts anew knows no password: the caller is asked for it again, and nobody else', async (t) => {
  const here = await bank()
  const first = await here.start()
  await arrives(first)
  await keys(first, here, PIN)
  await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has everything' })
  first.engine.kill()

  const second = await here.start()
  await promptEnds(second, here)
  t.strictSame(here.asked, [], 'nothing is sent without the password')
  t.equal(here.orders('collect').length, 2)
  t.match(here.orders('play').at(-1)?.sounds, [{ text: '请输入密码' }])
  await keys(second, here, PIN)
  await promptEnds(second, here)
  t.match(here.asked, [{ values: { password: PIN } }])
  const { records, text: all } = await written(here, second)
  t.notMatch(all, PIN)
  t.strictSame(
    replay(
      here.machines.get('call')!,
      records.filter(({ kind }) => kind === 'call'),
    ).differs,
    [],
  )
  second.engine.kill()
})
