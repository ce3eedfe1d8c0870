// Patches: what they say, and that before + patch is after for whatever differs.
import t from 'tap'
import { randomOf } from '#analytics/random.ts'
import { diff, patched } from '#engine/protocol/patch.ts'

t.test('a patch says only what differs', async (t) => {
  t.same(diff({ a: 1, b: { c: 1, d: 2 } }, { a: 1, b: { c: 9, d: 2 } }), { b: { c: 9 } })
  t.same(diff({ a: 1, b: 2 }, { a: 1 }), { b: null }, 'null: it is gone')
  t.same(diff({ a: 1 }, { a: 1, b: undefined }), undefined, 'undefined is not there')
  t.same(diff(['a', 'b', 'c'], ['b', 'c']), [0, 1], 'the first of a list goes')
  t.same(diff(['a', 'b'], ['a', 'x', 'b']), [1, 0, 'x'])
  t.same(diff([], []), undefined)
  t.same(diff({ a: [1] }, { a: { b: 1 } }), { a: { b: 1 } }, 'another kind of value replaces')
  t.same(patched(undefined, { a: [1, 2] }), { a: [1, 2] }, 'onto nothing: as it is')
})

t.test('before + patch is after, and before is left as it was', async (t) => {
  const random = randomOf(7)
  const whole = (n: number) => Math.floor(random() * n)
  const value = (depth: number): unknown => {
    const kind = whole(depth > 0 ? 5 : 3)
    if (kind < 3) return [whole(3), String(whole(3)), random() < 0.5][kind]
    if (kind === 3) return Array.from({ length: whole(5) }, () => value(depth - 1))
    return Object.fromEntries(Array.from({ length: whole(4) }, () => ['abcd'[whole(4)]!, value(depth - 1)]))
  }
  for (let n = 0; n < 5_000; n++) {
    const [before, after] = [value(3), value(3)]
    const kept = structuredClone(before)
    const patch = diff(before, after)
    const made = patch === undefined ? before : patched(before, JSON.parse(JSON.stringify(patch)))
    if (JSON.stringify(sorted(made)) !== JSON.stringify(sorted(after)))
      t.same(made, after, JSON.stringify([before, patch]))
    if (JSON.stringify(kept) !== JSON.stringify(before)) t.fail('before was changed')
  }
})

/** the order of names in an object means nothing */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)])
}
