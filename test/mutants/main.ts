// `./tinglan test mutants [folder …] [count=200] [seed=1] [with=<test file>,…]`: how many one-line changes the pure tests notice,
// and which not. `with` names dearer tests that are tried too, after the pure ones that import the file.
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { randomOf } from '#analytics/random.ts'
import { readTree, type Source } from '../law/source.ts'
import { TOP_FOLDERS } from '../law/table.ts'
import { coveringTests } from './covering.ts'
import { type Mutant, mutantsOf } from './mutate.ts'
import { Workshop } from './workshop.ts'

const ROOT = join(import.meta.dirname, '../..')
/** all pure tests need some 60; a change that loops for ever is noticed by it */
const MOST_CPU_SECONDS = 120
const READERS: Record<string, string> = {
  'engine/routing/core/ivr/nodes/': 'engine/routing/plug-ins/nodes.ts',
  'engine/routing/core/acd/strategies/': 'engine/routing/plug-ins/strategies.ts',
  'engine/records/kinds/': 'engine/records/record/kinds.ts',
  'engine/planning/kinds/': 'engine/records/record/kinds.ts',
  'media/node/orders/': 'media/node/order.ts',
  'analytics/forecast/models/': 'analytics/forecast/model.ts',
}

interface Job extends Mutant {
  source: Source
  tests: string[]
}

const { folders, count, seed, dearer } = asked(process.argv.slice(2))
const tree = readTree(ROOT, TOP_FOLDERS).filter(({ path }) => path.endsWith('.ts'))
const tests = coveringTests(tree, READERS)
const all = tree
  .filter(({ path }) => folders.some((folder) => path.startsWith(folder)))
  .flatMap((source) =>
    mutantsOf(source.path, source.text).map(
      (mutant): Job => ({
        ...mutant,
        source,
        tests: [...(tests.get(source.path) ?? []), ...dearer],
      }),
    ),
  )
if (all.length === 0) {
  process.stderr.write(
    `There is nothing to change in ${folders.join(', ')}: name folders of the tree, such as engine/routing/core\n`,
  )
  process.exit(2)
}
const chosen = shuffled(all, seed).slice(0, count)
process.stdout.write(`${chosen.length} of ${all.length} changes in ${folders.join(', ')}, seed ${seed}\n`)

const workers = Array.from({ length: Math.max(1, availableParallelism() - 1) }, () => new Workshop(ROOT))
process.once('SIGINT', () => process.exit(130))
process.on('exit', () => workers.forEach((each) => void each.close()))
const reached = [...new Set(chosen.flatMap((job) => job.tests))]
if (!(await workers[0]?.sound(reached, MOST_CPU_SECONDS))) {
  process.stderr.write('The pure tests fail without any change: mend them first\n')
  process.exit(1)
}
const queue = chosen.values()
const survivors: Job[] = []
let done = 0
await Promise.all(
  workers.map(async (workshop) => {
    for (const job of queue) {
      const survived =
        job.tests.length === 0 || (await workshop.passes(job.source.path, job.text, job.tests, MOST_CPU_SECONDS))
      if (survived) survivors.push(job)
      if (++done % 20 === 0) process.stdout.write(`${done} tried, ${survivors.length} survived\n`)
    }
  }),
)
const where = ({ source, line }: Job): string => `${source.path}:${line}`
for (const job of survivors.sort((a, b) => (where(a) < where(b) ? -1 : 1)))
  process.stdout.write(
    `survived ${where(job)}  ${job.what}${job.tests.length === 0 ? '  (no pure test reaches it)' : ''}\n`,
  )
const killed = chosen.length - survivors.length
process.stdout.write(`${killed} of ${chosen.length} noticed (${Math.round((100 * killed) / chosen.length)} %)\n`)

function asked(given: string[]): { folders: string[]; count: number; seed: number; dearer: string[] } {
  const number = (name: string, otherwise: number): number => {
    const text = given.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)
    const value = Number(text ?? otherwise)
    if (Number.isInteger(value) && value > 0) return value
    process.stderr.write(`${name} needs a whole number above 0, not "${text}"\n`)
    process.exit(2)
  }
  const named = given.find((each) => each.startsWith('with='))?.slice('with='.length)
  const folders = given.filter((each) => !each.includes('='))
  return {
    folders: folders.length > 0 ? folders : ['engine/routing/'],
    count: number('count', 200),
    seed: number('seed', 1),
    dearer: named?.split(',') ?? [],
  }
}

function shuffled<Each>(list: Each[], seedOfIt: number): Each[] {
  const chance = randomOf(seedOfIt)
  const order = [...list]
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(chance() * (at + 1))
    ;[order[at], order[other]] = [order[other] as Each, order[at] as Each]
  }
  return order
}
