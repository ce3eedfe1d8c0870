// The mutants are of use only when each is one change that compiles, and when they are tried on the tests that can notice.
import t from 'tap'
import ts from 'typescript'
import { coveringTests } from './covering.ts'
import { mutantsOf } from './mutate.ts'

const TEXT = `import { limit } from './limit.ts'
interface Call { waited: 5 }
export function due(call: Call, at: number): unknown[] {
  if (at >= 10 && call.waited) log(true)
  return [...call.facts, { type: 'ring' }]
}
`

t.test(
  'a change for every operator, condition, literal, statement and element; none for types and imports',
  async (t) => {
    const whats = mutantsOf('a.ts', TEXT).map(({ line, what }) => `${line} ${what}`)
    t.same(whats, [
      '4 at >= 10 && call.waited → !(at >= 10 && call.waited)',
      '4 at >= 10 && call.waited → at >= 10 || call.waited',
      '4 at >= 10 → at > 10',
      '4 at >= 10 → at < 10',
      '4 10 → (10 + 1)',
      '4 log(true) → ;',
      '4 true → false',
      '5 without ...call.facts',
      "5 without { type: 'ring' }",
    ])
  },
)

t.test('every mutant is another file that still parses', async (t) => {
  for (const { text, what } of mutantsOf('a.ts', TEXT)) {
    t.not(text, TEXT, what)
    const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true })
    t.same(diagnostics, [], what)
  }
})

t.test(
  'tests that import the file, by others too, the nearest first; plug-ins by who reads their folder',
  async (t) => {
    const tree = Object.entries({
      'engine/a.ts': '',
      'engine/b.ts': `import './a.ts'`,
      'engine/list.ts': '',
      'engine/nodes/n.ts': '',
      'test/far.test.ts': `import '#engine/b.ts'`,
      'test/near.test.ts': `import '#engine/a.ts'`,
      'test/dear.long.test.ts': `import '#engine/a.ts'`,
      'test/part.real.test.ts': `import '#engine/a.ts'`,
      'test/nodes.test.ts': `import '#engine/list.ts'`,
    }).map(([path, text]) => ({ path, text }))
    const tests = coveringTests(tree, { 'engine/nodes/': 'engine/list.ts' })
    t.same(tests.get('engine/a.ts'), ['test/near.test.ts', 'test/far.test.ts'])
    t.same(tests.get('engine/nodes/n.ts'), ['test/nodes.test.ts'])
  },
)
