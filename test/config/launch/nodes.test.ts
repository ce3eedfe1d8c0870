// What doctor says of all nodes: who lives, who is gone, and two of one name.
import t from 'tap'
import { saidOf } from '#config/launch/nodes.ts'
import type { RoleSeen } from '#engine/protocol/nodes.ts'

const at = Date.parse('2026-11-30T02:14:05Z')
const node = (more: Partial<RoleSeen>): RoleSeen => ({
  ...{ role: 'engine', name: 'engine-a', machine: 'a', pid: 1, since: at, up: true, heardAt: at, doubled: false },
  ...more,
})
const engine = { shards: 128, epoch: 7, unkept: 3, agents: 0, queues: 0, calls: 0 }

t.test('every node stands there by role and name, with what it holds; one that is gone says since when', async (t) => {
  const said = saidOf([
    node({ engine }),
    node({ name: 'engine-b', machine: 'b', up: false }),
    node({ role: 'gateway', name: 'gateway-b', machine: 'b', follows: { lagMs: 12 } }),
  ])
  t.match(
    said.lines.join('\n'),
    /engine +engine-a +a +since 2026-11-30T02:14Z +128 shards, epoch 7, 3 records to write/,
  )
  t.match(said.lines.join('\n'), /engine +engine-b +b +gone, heard 2026-11-30T02:14Z/)
  t.match(said.lines.join('\n'), /gateway +gateway-b +b +since .* 12 ms behind the ledger/)
  t.match(said.advice, [/^engine engine-b: not heard since 2026-11-30T02:14Z: look at machine b/])
})

t.test('two of one name are told to be renamed; nobody there is no table', async (t) => {
  const twice = [
    node({ role: 'media', name: 'media-1', doubled: true }),
    node({ role: 'media', name: 'media-1', machine: 'b', doubled: true }),
  ]
  t.match(saidOf(twice).advice, [/media-1: the one on machine a shares its name/, /machine b/])
  t.strictSame(saidOf([]), { lines: [], advice: [] })
})
