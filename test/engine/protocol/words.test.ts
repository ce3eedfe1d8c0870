// Every code has a word in both languages, and whoever writes a code writes one of the table.
// That no value of a union is missing is a matter of types: each table `satisfies Vocabulary<its union>`.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import type { Label } from '#engine/protocol/fields.ts'
import * as agents from '#engine/protocol/words/agents.ts'
import * as calls from '#engine/protocol/words/calls.ts'
import * as files from '#engine/protocol/words/files.ts'
import * as flow from '#engine/protocol/words/flow.ts'
import * as planning from '#engine/protocol/words/planning.ts'
import * as records from '#engine/protocol/words/records.ts'
import { labelOf, UNKNOWN, wordOf } from '#engine/protocol/words/word.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

const ROOT = new URL('../../../', import.meta.url)
const EXPORTED: [string, unknown][] = Object.entries({
  ...agents,
  ...calls,
  ...files,
  ...flow,
  ...planning,
  ...records,
})
const TABLES = EXPORTED.filter(
  (one): one is [string, Record<string, Label>] => typeof one[1] === 'object' && !Array.isArray(one[1]),
)
/** what no reader of Chinese or English should meet */
const CODE = /[a-z]+-[a-z]+|[a-z][A-Z]|_/

t.test('every table says each of its codes in Chinese and in English, and in words', async (t) => {
  t.ok(TABLES.length >= 20, `${TABLES.length} tables`)
  const all = TABLES.flatMap(([table, words]) =>
    Object.entries(words).map(([code, label]) => ({ table, code, ...label })),
  )
  t.same(
    all.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || /\p{Script=Han}/u.test(en) || en === ''),
    [],
  )
  t.same(
    all.filter(({ zh }) => CODE.test(zh)),
    [],
  )
})

t.test('within a table no two codes share a word', async (t) => {
  for (const [table, words] of TABLES) {
    if (table === 'BREAK_REASONS' || table === 'AUDIT_FIELDS') continue
    for (const lang of ['zh', 'en'] as const) {
      const said = Object.values(words).map((label) => label[lang])
      t.same(
        said.filter((word, at) => said.indexOf(word) !== at),
        [],
        `${table} ${lang}`,
      )
    }
  }
})

t.test('a code from elsewhere is never shown as it is', async (t) => {
  t.equal(wordOf(calls.OUTCOMES, 'something-new', 'zh'), UNKNOWN.zh)
  t.same(labelOf(calls.OUTCOMES, 'toString'), UNKNOWN)
  t.same(flow.outletLabel('key-2'), { zh: '按 2', en: 'Key 2' })
  t.same(flow.outletLabel('key-star'), { zh: '按 *', en: 'Key *' })
  t.same(flow.outletLabel('strange'), UNKNOWN)
})

t.test('every outlet of every node type, and every end of a flow, has a word', async (t) => {
  const nodes = [...(await loadNodes()).values()]
  const outlets = [...nodes.flatMap((node) => node.outlets.map(({ name }) => name)), 'back', 'top', 'end']
  t.ok(outlets.length > 15)
  t.same(
    outlets.filter((name) => flow.outletLabel(name) === UNKNOWN),
    [],
  )
})

/** Literal codes in sources, by a pattern whose first group is the code. */
function written(folder: string, pattern: RegExp): string[] {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) =>
      [...readFileSync(new URL(folder + name, ROOT), 'utf8').matchAll(pattern)].map((hit) => hit[1] ?? ''),
    )
}

t.test('every reason for a break that the engine writes has a word', async (t) => {
  const reasons = written('engine/routing/', /\b(?:breakReason|reason): '([a-z-]+)'/g)
  const known = new Set(Object.keys({ ...agents.BREAK_REASONS }))
  const breaks = written('engine/routing/core/agent/', /breakReason: '([a-z-]+)'/g)
  t.ok(reasons.length > 0 && breaks.length >= 3)
  t.same(
    breaks.filter((reason) => !known.has(reason)),
    [],
  )
})

t.test('every label of every configured kind, field and option is in words', async (t) => {
  const labels: [string, Label | undefined][] = []
  for (const kind of (await loadKinds()).values()) {
    labels.push([kind.kind, kind.label])
    for (const field of kind.fields) {
      labels.push([`${kind.kind}.${field.name}`, field.label])
      if (field.type === 'choice' || field.type === 'choices')
        for (const one of field.options) labels.push([`${kind.kind}.${field.name}=${one.value}`, one.label])
    }
  }
  t.same(
    labels.filter(([, label]) => !label?.zh || !label.en || CODE.test(label.zh)),
    [],
  )
})
