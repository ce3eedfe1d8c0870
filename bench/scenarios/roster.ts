// Rosters against known figures: 200 named agents of a centre, and wards of schedulingbenchmarks.org.
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { centreProblem, heatOf, writeCentre } from '#analytics/roster/centre.ts'
import { readWard, writeWard } from '#analytics/roster/nrp.ts'
import { programmeBound } from '#analytics/roster/programme.ts'
import { search } from '#analytics/roster/search.ts'
import { solveWard } from '#analytics/roster/ward-solve.ts'
import { type Cell, defineScenario } from '#bench/kit/scenario.ts'
import type { RosterProblem } from '#engine/protocol/roster.ts'
import { checkCentre } from '#test/kit/rosters/centre-checker.ts'
import { checkNrp } from '#test/kit/rosters/nrp-checker.ts'

const FOLDER = join(import.meta.dirname, '../data/wfm')
const CENTRE = 'roster-200'
const WARDS = Array.from({ length: 12 }, (_, at) => String(at + 1))

interface Row {
  instance: string
  cost: number
  best: number | null
  bound: number | null
  seconds: number
  broken: string[]
}

type Tell = (done: number, best: number) => boolean

/** CPU seconds of this process so far: what a machine busy with other things does not change */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

async function centre(path: string, instance: string, seconds: number, seed: number, goOn: Tell): Promise<Row> {
  const file = JSON.parse(readFileSync(path, 'utf8')) as RosterProblem
  const began = cpuMs()
  const problem = centreProblem(file)
  const budgetMs = seconds * 1_000 - (cpuMs() - began)
  const found = search(problem, { seed, budgetMs, ...heatOf(file), now: cpuMs, goOn })
  const spent = (cpuMs() - began) / 1_000
  const bound = await programmeBound(problem, 120_000)
  const { cost, broken } = checkCentre(file, writeCentre(problem, file, found.roster))
  return { instance, cost, best: null, bound: bound ?? null, seconds: spent, broken: told(broken, cost, found.cost) }
}

async function ward(path: string, instance: string, seconds: number, seed: number, goOn: Tell): Promise<Row> {
  const text = readFileSync(path, 'utf8')
  const began = cpuMs()
  const read = readWard(text)
  const found = await solveWard(read, { seed, budgetMs: seconds * 1_000, now: cpuMs, goOn })
  const spent = (cpuMs() - began) / 1_000
  const { cost, broken } = checkNrp(text, writeWard(read, found.symbols))
  return {
    instance,
    cost,
    best: published(path),
    bound: found.bound,
    seconds: spent,
    broken: told(broken, cost, found.cost),
  }
}

/** A cost stated wrongly is a broken promise too. */
const told = (broken: string[], cost: number, stated: number): string[] =>
  broken.length > 0 || cost === stated ? broken : [`stated cost ${stated}, true cost ${cost}`]

/** The lowest published cost, by the number in the file's name. */
function published(path: string): number | null {
  const number = /^Instance(\d+)\.txt$/.exec(basename(path))?.[1]
  const lines = readFileSync(join(FOLDER, 'nrp/published.csv'), 'utf8').trim().split('\n')
  const cells = lines
    .find((line) => line.startsWith(`${number},`))
    ?.split(',')
    .slice(4)
  return cells ? Math.min(...cells.filter((cell) => cell !== '').map(Number)) : null
}

const pathOf = (instance: string): string => {
  if (instance === CENTRE) return join(FOLDER, `${CENTRE}.json`)
  return WARDS.includes(instance) ? join(FOLDER, `nrp/Instance${instance}.txt`) : instance
}

const percent = (cost: number, least: number | null): Cell =>
  least === null || cost === 0 ? '–' : `${(((cost - least) / Math.max(1, least)) * 100).toFixed(2)} %`

export default defineScenario({
  name: 'roster',
  about:
    'rosters of a centre of 200 and of wards (schedulingbenchmarks.org) within CPU seconds, rules checked by test/kit/rosters',
  options: [
    {
      name: 'instance',
      label: { zh: '实例', en: 'Instance: all, roster-200, 1 … 12, or a file' },
      type: 'text',
      default: 'all',
    },
    { name: 'seconds', label: { zh: '每例 CPU 秒', en: 'CPU seconds each' }, type: 'number', default: 30 },
    { name: 'seed', label: { zh: '随机种子', en: 'Seed' }, type: 'number', default: 1 },
  ],
  async run({ seconds = 30, seed = 1 }, progress, { instance = 'all' }) {
    const instances = instance === 'all' ? [CENTRE, ...WARDS] : instance.split(',')
    const rows: Row[] = []
    for (const [at, one] of instances.entries()) {
      const goOn = (done: number, best: number) => {
        progress.show(at + Math.min(1, done), instances.length, `${one}: ${best}`)
        return true
      }
      const path = pathOf(one)
      const solve = path.endsWith('.json') ? centre : ward
      rows.push(await solve(path, basename(one), seconds, seed, goOn))
    }
    const names = ['instance', 'cost', 'best published', 'above best', 'bound', 'above bound', 'CPU', 'rules kept']
    return {
      columns: names.map((name) => (name === 'CPU' ? { name, unit: 's' } : { name })),
      rows: rows.map(({ instance, cost, best, bound, seconds, broken }) => [
        ...[instance, cost, best ?? '–', percent(cost, best), bound ?? '–', percent(cost, bound)],
        ...[Number(seconds.toFixed(1)), broken.length === 0 ? 'yes' : `no: ${broken.length}`],
      ]),
      notes: [
        'cost and rules are recomputed by a checker that shares no code with the search',
        'bound: by prices of the linear programme (HiGHS) and exact shortest paths at them; of the centre it is not in the CPU seconds',
        ...rows.flatMap(({ instance, broken }) => broken.slice(0, 5).map((fault) => `${instance}: ${fault}`)),
      ],
      ok: rows.every(({ broken }) => broken.length === 0),
    }
  },
})
