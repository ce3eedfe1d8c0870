// A small tree of sources, built and run by Node alone: data is found beside the sources, code in the built folder.
import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { build } from '#config/code/build.ts'
import { ROOT } from '#config/launch/part.ts'

const run = promisify(execFile)

const TREE: Record<string, string> = {
  'package.json': '{ "type": "module", "imports": { "#engine/*": "./engine/*", "#config/*": "./config/*" } }',
  'engine/count.ts': `let count: number = 0\nexport const next = (): number => ++count`,
  'engine/words.txt': '您好',
  'engine/kinds/first.ts': `import { next } from '#engine/count.ts'\nexport default { name: 'first', count: next() }`,
  'engine/kinds/second.ts': `import { next } from '../count.ts'\nexport default { name: 'second', count: next() }`,
  'engine/kinds/kinds.json': '{ "not": "code" }',
  'engine/thread.ts': `import { parentPort } from 'node:worker_threads'
import { next } from './count.ts'
parentPort?.postMessage('thread counts ' + next())`,
  'engine/fail.ts': `interface Nothing {}

export function fail(): Nothing {
  throw new Error('as asked')
}`,
  'engine/main.ts': `import { readFileSync } from 'node:fs'
import { startThread } from '#config/code/place.ts'
import { plugInsIn } from '#config/plug-ins.ts'
import { next } from './count.ts'
import { fail } from './fail.ts'

const KINDS = new URL('./kinds/', import.meta.url)
next()
const kinds = await plugInsIn<{ name: string; count: number }>(KINDS, ({ name }) => name)
const said = await new Promise((resolve) => startThread(new URL('./thread.ts', import.meta.url)).once('message', resolve))
let stack = ''
try {
  fail()
} catch (fault) {
  stack = (fault as Error).stack ?? ''
}
const words = readFileSync(new URL('./words.txt', import.meta.url), 'utf8')
console.log(JSON.stringify({ words, kinds: [...kinds.values()], count: next(), said, stack }))`,
  'engine/launch.ts': `import { ownProgram } from '#config/code/place.ts'
console.log(JSON.stringify(ownProgram(new URL('./main.ts', import.meta.url), ['--max-semi-space-size=4'])))`,
}

async function plant(t: Test): Promise<string> {
  const root = t.testdir()
  for (const [path, text] of Object.entries(TREE)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  await mkdir(join(root, 'config/code'), { recursive: true })
  for (const path of ['config/plug-ins.ts', 'config/code/place.ts']) await copyFile(join(ROOT, path), join(root, path))
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  return root
}

t.test('what a program reaches is built and runs without tsx', async (t) => {
  const root = await plant(t)
  const made = await build({ root, from: 'engine/launch.ts' }, join(root, 'built/one'))
  const ours = [
    'engine/kinds/first.ts',
    'engine/kinds/second.ts',
    'engine/launch.ts',
    'engine/main.ts',
    'engine/thread.ts',
  ]
  t.same(made, ours)

  const launched = await run(process.execPath, [join(root, 'built/one/engine/launch.js')])
  const { file, args } = JSON.parse(launched.stdout) as { file: string; args: string[] }
  t.equal(file, process.execPath)
  t.same(args, ['--max-semi-space-size=4', '--enable-source-maps', join(root, 'built/one/engine/main.js')])

  const seen = JSON.parse((await run(file, args)).stdout)
  t.equal(seen.words, '您好', 'data lies beside the source')
  t.same(
    seen.kinds.map(({ name }: { name: string }) => name),
    ['first', 'second'],
    'plug-ins are found',
  )
  t.equal(seen.count, 4, 'main and plug-ins share one module')
  t.equal(seen.said, 'thread counts 1', 'a thread runs, with state of its own')
  t.match(seen.stack, 'engine/fail.ts:4', 'a stack names the line of the source')
})

t.test('the same program runs from its sources by tsx', async (t) => {
  const root = await plant(t)
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'engine/main.ts'], { cwd: root })
  t.match(JSON.parse(stdout), { words: '您好', count: 4, said: 'thread counts 1' })
})

t.test('two builds of the same sources at once leave one whole folder', async (t) => {
  const root = await plant(t)
  const into = join(root, 'built/one')
  await Promise.all([1, 2].map(() => build({ root, from: 'engine/launch.ts' }, into)))
  t.same(await readdir(join(root, 'built')), ['one'])
  t.match((await run(process.execPath, [join(into, 'engine/main.js')])).stdout, '您好')
})

t.test('a source that is wrong builds nothing', async (t) => {
  const root = await plant(t)
  await writeFile(join(root, 'engine/thread.ts'), `import { nothing } from './nowhere.ts'`)
  await t.rejects(build({ root, from: 'engine/launch.ts' }, join(root, 'built/one')), /nowhere/)
  t.notOk((await readdir(root)).includes('built'))
})
