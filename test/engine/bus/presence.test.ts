// Who is there, who died without a word, who left in order.
import t from 'tap'
import { memoryBus } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { announcePresence } from '#engine/bus/presence.ts'

const DAY = 86_400_000

t.test('one that dies is told as gone for a day, one that leaves is not, and two of one name are marked', async (t) => {
  const bus = memoryBus()
  const bucket = memoryKeyValue()
  let now = 1_000
  const announce = (role: 'engine' | 'gateway', name: string, on = bus) =>
    announcePresence({ bus: on, bucket, self: { role, name, machine: 'm' }, now: () => now, own: () => ({}) })
  const here = await announce('gateway', 'gateway-1')
  t.teardown(() => here.leave())
  const leaving = await announce('engine', 'engine-2')
  // on a bus of its own: nobody hears it answer
  const dead = await announce('engine', 'engine-10', memoryBus())
  t.teardown(() => dead.leave())
  t.match(await here.all(), [
    { name: 'engine-2', up: true },
    { name: 'engine-10', up: false, heardAt: 1_000 },
    { name: 'gateway-1', up: true, doubled: false },
  ])
  await leaving.leave()
  const second = await announce('gateway', 'gateway-1')
  t.match(
    (await here.all()).map(({ name, doubled }) => [name, doubled]),
    [
      ['engine-10', false],
      ['gateway-1', true],
      ['gateway-1', true],
    ],
  )
  await second.leave()
  now += DAY + 1
  t.match(
    (await here.all()).map(({ name }) => name),
    ['gateway-1'],
    'forgotten after a day',
  )
})
