// The law of the house over the real tree: layers, doors, no cycles, no barrels, one way to settings, sizes, READMEs.
// Each rule is first shown a small tree that breaks it, so that a rule which sees nothing does not pass for a clean house.
import t from 'tap'
import * as rules from './law/rules.ts'
import { readTree, type Source } from './law/source.ts'
import { TOP_FOLDERS } from './law/table.ts'

const ROOT = new URL('..', import.meta.url).pathname
const tree = readTree(ROOT, TOP_FOLDERS)

interface Case {
  law: string
  rule: rules.Rule
  /** path → text of small trees that break the law, each in one way */
  broken: Record<string, string>[]
  /** and one that keeps it */
  kept: Record<string, string>
}

const CASES: Case[] = [
  {
    law: 'an import only goes down the layers',
    rule: rules.layers,
    broken: [
      { 'engine/routing/core/a.ts': `import { b } from '#engine/routing/actors/b.ts'` },
      { 'engine/protocol/a.ts': `import type { B } from '../ports/b.ts'` },
      { 'engine/protocol/a.ts': `export { b } from '../routing/core/b.ts'` },
      { 'media/a.ts': `const b = await import('#engine/records/record/b.ts')` },
      { 'media/sip/a.ts': `import { b } from '../rtpengine/b.ts'` },
      { 'analytics/a.ts': `import { b } from '#engine/records/store/b.ts'` },
      { 'config/a.ts': `import { b } from '#engine/bus/b.ts'` },
      { 'engine/routing/actors/a.ts': `import { b } from '../../records/store/b.ts'` },
      { 'engine/gateway/a.ts': `import { b } from '#media/b.ts'` },
      { 'engine/planning/routes/a.ts': `import { b } from '../../gateway/routes/b.ts'` },
      { 'engine/records/a.ts': `import { b } from '../planning/b.ts'` },
      { 'web/src/lib/a.ts': `import type { B } from '#engine/gateway/b.ts'` },
      { 'web/src/a.svelte': `<script lang="ts">\nimport { b } from '#engine/records/store/b.ts'\n</script>` },
      { 'elsewhere/a.ts': `` },
    ],
    kept: {
      'engine/routing/main.ts': `import { a } from './actors/a.ts'; import { s } from '#config/settings.ts'`,
      'engine/routing/core/a.ts': `import type { B } from '../../protocol/b.ts'`,
      'media/a.ts': `import { b } from '#engine/bus/b.ts'; import { c } from './sip/c.ts'`,
      'web/src/a.svelte': `<script lang="ts">import type { B } from '#engine/protocol/b.ts'</script>`,
      'test/a.test.ts': `import { b } from '#engine/routing/actors/b.ts'`,
    },
  },
  {
    law: 'each outside package has one door',
    rule: rules.doors,
    broken: [
      { 'engine/routing/core/a.ts': `import { start } from 'nact'` },
      { 'media/a.ts': `import { connect } from '@nats-io/transport-node'` },
      { 'engine/gateway/a.ts': `import postgres from 'postgres'` },
      { 'engine/bus/a.ts': `import type uws from 'uWebSockets.js'` },
      { 'media/sip/a.ts': `import { Client } from 'rtpengine-client'` },
      { 'engine/records/a.ts': `import { createClient } from '@clickhouse/client'` },
      { 'engine/protocol/a.ts': `import { z } from 'zod'` },
      { 'engine/gateway/a.ts': `import _ from 'lodash'` },
    ],
    kept: {
      'engine/routing/actors/a.ts': `import { start } from 'nact'; import { join } from 'node:path'`,
      'engine/bus/a.ts': `import { jetstream } from '@nats-io/jetstream'`,
      'test/a.ts': `import postgres from 'postgres'`,
    },
  },
  {
    law: 'no imports in a circle, type imports counted',
    rule: rules.cycles,
    broken: [
      { 'media/a.ts': `import { b } from './b.ts'`, 'media/b.ts': `import type { A } from '#media/a.ts'` },
      {
        'media/a.ts': `import './b.ts'`,
        'media/b.ts': `export * from './c.ts'`,
        'media/c.ts': `type A = import('./a.ts').A`,
      },
      { 'web/src/lib/a.ts': `import { b } from '$lib/b.ts'`, 'web/src/lib/b.ts': `import './a.ts'` },
    ],
    kept: { 'media/a.ts': `import './b.ts'; import './c.ts'`, 'media/b.ts': `import './c.ts'`, 'media/c.ts': `` },
  },
  {
    law: 'an import across folders goes by its alias, and names the extension',
    rule: rules.paths,
    broken: [
      { 'media/a.ts': `import { b } from '../engine/protocol/b.ts'` },
      { 'media/a.ts': `import { b } from './b'` },
      { 'media/a.ts': `import { b } from '#engine/protocol/b.js'` },
    ],
    kept: { 'engine/ports/a.ts': `import { b } from '../protocol/b.ts'; import c from '#config/c.json'` },
  },
  {
    law: 'nobody imports a main',
    rule: rules.mains,
    broken: [{ 'test/a.ts': `import { start } from '#engine/routing/main.ts'` }],
    kept: { 'test/a.ts': `import { start } from '#engine/actors/domain.ts'` },
  },
  {
    law: 'no index.ts and no file that only re-exports',
    rule: rules.barrels,
    broken: [
      { 'media/index.ts': `export const a = 1` },
      { 'media/all.ts': `// all\nexport * from './a.ts'\nexport { b } from './b.ts'` },
    ],
    kept: { 'media/a.ts': `export { b } from './b.ts'\nexport const a = 1`, 'media/c.ts': `import './a.ts'` },
  },
  {
    law: 'only config/ reads the environment',
    rule: rules.environment,
    broken: [{ 'media/a.ts': `const home = process.env.HOME` }, { 'engine/a.ts': `use(process.env)` }],
    kept: { 'config/a.ts': `use(process.env)`, 'media/a.ts': `// not process.env\nconst text = 'process.env'` },
  },
  {
    law: 'only config/code starts threads, from the sources or from what is built',
    rule: rules.threads,
    broken: [
      { 'media/a.ts': `import { Worker } from 'node:worker_threads'` },
      { 'media/a.ts': `import * as threads from 'node:worker_threads'` },
    ],
    kept: {
      'media/a.ts': `import { parentPort, type Worker } from 'node:worker_threads'`,
      'media/b.ts': `import type { Worker } from 'node:worker_threads'`,
      'config/code/a.ts': `import { Worker } from 'node:worker_threads'`,
    },
  },
  {
    law: 'core, ports and protocol are pure: no clock, no chance, no new id, nothing of the machine',
    rule: rules.pure,
    broken: [
      { 'engine/routing/core/a.ts': `const at = Date.now()` },
      { 'engine/routing/core/a.ts': `const at = new Date()` },
      { 'engine/routing/core/a.ts': `pick(Math.random)` },
      { 'engine/routing/core/a.ts': `const id = crypto.randomUUID()` },
      { 'engine/routing/core/a.ts': `setTimeout(go, 5)` },
      { 'engine/ports/a.ts': `import { readFileSync } from 'node:fs'` },
    ],
    kept: {
      'engine/routing/core/a.ts': `// Date.now() comes in\nconst day = new Date(at)`,
      'media/a.ts': `Date.now()`,
    },
  },
  {
    law: 'every file opens with what it is for',
    rule: rules.headers,
    broken: [{ 'media/a.ts': `import './b.ts'` }],
    kept: { 'media/a.ts': `// Says what it is for.\nexport const a = 1`, 'test/b.mjs': `/** Likewise. */` },
  },
  {
    law: 'a file has at most 300 lines, a README at most 40',
    rule: rules.sizes,
    broken: [{ 'media/a.ts': '//\n'.repeat(301) }, { 'media/README.md': 'x\n'.repeat(41) }],
    kept: { 'media/a.ts': '//\n'.repeat(300), 'media/README.md': 'x\n'.repeat(40) },
  },
  {
    law: 'a function has at most 50 lines, those of the functions in it not counted',
    rule: rules.functions,
    broken: [
      { 'media/a.ts': `function a() {\n${'b()\n'.repeat(49)}}` },
      { 'web/src/a.svelte': `<script lang="ts">\nconst a = () => {\n${'b()\n'.repeat(49)}}\n</script>` },
    ],
    kept: {
      'media/a.ts': `function a() {\n${'b()\n'.repeat(48)}}`,
      'media/b.ts': `function a() {\n${'b()\n'.repeat(40)}const c = () => {\n${'b()\n'.repeat(40)}}\n}`,
      'test/a.ts': `function a() {\n${'b()\n'.repeat(60)}}`,
    },
  },
  {
    law: 'no SQL in routes',
    rule: rules.sqlInRooms,
    broken: [
      { 'engine/gateway/routes/a.ts': 'const rows = await sql`select 1`' },
      { 'engine/planning/routes/a.ts': 'services.sql`select 1`' },
    ],
    kept: {
      'engine/records/a.ts': 'export const one = (sql: Sql) => sql`select 1`',
      'engine/gateway/routes/a.ts': 'const rows = await one(services.sql)',
    },
  },
  {
    law: 'no span is measured by the clock on the wall',
    rule: rules.wallClock,
    broken: [{ 'engine/a.ts': 'const since = Date.now()' }, { 'media/a.ts': 'const day = new Date()' }],
    kept: { 'engine/a.ts': 'const day = new Date(at)', 'media/hand-on.ts': 'Date.now()', 'bench/a.ts': 'Date.now()' },
  },
  {
    law: 'every top folder has a README',
    rule: rules.readmes,
    broken: [{ 'media/README.md': '' }],
    kept: Object.fromEntries(TOP_FOLDERS.map((folder) => [`${folder}/README.md`, ''])),
  },
]

const treeOf = (files: Record<string, string>): Source[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }))

for (const { law, rule, broken, kept } of CASES)
  t.test(law, async (t) => {
    for (const files of broken)
      t.not(rule(treeOf(files)).length, 0, `seen when broken: ${Object.keys(files).join(', ')}`)
    t.same(rule(treeOf(kept)), [], 'nothing to say against a tree that keeps it')
    t.same(rule(tree), [], 'our tree keeps it')
  })

t.test('the law looks at the whole tree', async (t) => {
  for (const folder of TOP_FOLDERS)
    t.ok(
      tree.some((source) => source.path.startsWith(`${folder}/`) && !source.path.endsWith('.md')),
      folder,
    )
})
