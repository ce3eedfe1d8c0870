// The contract of every node type: one suite over every file found in the folder.
import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import type { Field } from '#engine/protocol/fields.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import { type Heard, type NodeKind, nodeInfos, type Step } from '#engine/routing/core/ivr/node.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const kinds = await loadNodes()
const HEARD: Heard[] = [
  { type: 'played', reason: 'finished' },
  { type: 'played', reason: 'failed' },
  { type: 'digits', digits: '', count: 0, ended: 'first-timeout' },
  { type: 'digits', digits: '7', count: 1, ended: 'max' },
  { type: 'answer', answer: { type: 'timeout' } },
  { type: 'answer', answer: { type: 'http', status: 200, fields: {}, text: '' } },
  { type: 'deadline' },
]
const known = {
  prompts: new Set<string>(),
  queues: new Set<string>(),
  flows: new Set<string>(),
  skills: new Set<string>(),
}

t.test('the folder is the list: twenty-four types, named as their files', async (t) => {
  const files = await readdir(new URL('../../../../../engine/routing/core/ivr/nodes/', import.meta.url))
  t.same([...kinds.keys()].sort(), files.map((file) => file.replace('.ts', '')).sort())
  t.equal(kinds.size, 24)
  t.same(JSON.parse(JSON.stringify(nodeInfos(kinds))), nodeInfos(kinds), 'descriptions are data')
})

t.test('one door reads the folder, so the engine and the pages know the same types', async (t) => {
  const engine = new URL('../../../../../engine/', import.meta.url)
  const files = (await readdir(engine, { recursive: true })).filter((file) => file.endsWith('.ts'))
  const readers = await Promise.all(
    files.map(async (file) => ((await readFile(new URL(file, engine), 'utf8')).includes('ivr/nodes/') ? [file] : [])),
  )
  t.same(readers.flat(), ['routing/plug-ins/nodes.ts'])
})

for (const kind of kinds.values()) {
  t.test(`${kind.type} keeps the contract of a node type`, async (t) => {
    for (const label of [
      kind.label,
      kind.help,
      ...kind.fields.map((field) => field.label),
      ...kind.outlets.map((outlet) => outlet.label),
    ]) {
      t.ok(label.zh && label.en, 'every label is in both languages')
    }
    t.equal(new Set(kind.fields.map((field) => field.name)).size, kind.fields.length, 'field names are single')
    t.equal(new Set(kind.outlets.map((outlet) => outlet.name)).size, kind.outlets.length, 'outlet names are single')
    t.ok(kind.fields.every(defaultFits), 'defaults lie within their own limits')
    const node = { id: 'n', type: kind.type, name: 'n', settings: {}, next: {} }
    const visit = { node, lang: 'zh' as const, values: {}, at: 0, tries: 0 }
    const steps = [kind.enter(visit), ...HEARD.map((heard) => kind.hear({ ...visit, tries: 9 }, heard))]
    t.same(JSON.parse(JSON.stringify(steps)), steps, 'steps are JSON-safe, whatever is missing or comes')
    t.same(
      [kind.enter(visit), ...HEARD.map((heard) => kind.hear({ ...visit, tries: 9 }, heard))],
      steps,
      'and the same again',
    )
    const outlets = steps.flatMap((step) => (step.do === 'leave' ? step.outlet : []))
    if (kind.outlets.length > 0) {
      t.ok(
        outlets.every((outlet) => kind.outlets.some(({ name }) => name === outlet)),
        `leaves only by its outlets: ${outlets}`,
      )
    }
    t.type(kind.audible(node), 'boolean')
    t.ok(Array.isArray(kind.check(node, known)) && Array.isArray(kind.sets(node)))
  })
}

/** All that a node does, from the first try to the last. */
function doings(kind: NodeKind, settings: FlowNode['settings']): Step[] {
  const next = { 'key-7': 'x', done: 'x', ok: 'x' }
  const node: FlowNode = { id: 'n', type: kind.type, name: 'n', settings, next }
  const visit = { node, lang: 'zh' as const, values: { order: '42' }, at: 0 }
  return [0, 1, 2, 3, 4].flatMap((tries) => [
    kind.enter({ ...visit, tries }),
    ...HEARD.map((heard) => kind.hear({ ...visit, tries }, heard)),
  ])
}

for (const kind of kinds.values())
  for (const field of kind.fields)
    if (field.default !== undefined)
      t.test(`${kind.type} without ${field.name} does what the form shows as its default`, async (t) => {
        t.strictSame(doings(kind, {}), doings(kind, { [field.name]: field.default }))
      })

function defaultFits(field: Field): boolean {
  if (field.default === undefined) return true
  if (field.type === 'number')
    return Number(field.default) >= (field.min ?? -Infinity) && Number(field.default) <= (field.max ?? Infinity)
  if (field.type === 'duration')
    return Number(field.default) >= (field.minMs ?? 0) && Number(field.default) <= (field.maxMs ?? Infinity)
  if (field.type === 'choice') return field.options.some((option) => option.value === field.default)
  return field.type === 'switch' ? typeof field.default === 'boolean' : true
}
