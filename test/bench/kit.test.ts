// The bench's own figures: percentiles, options, table and the progress bar.
import t from 'tap'
import { jsonLine, percentile, table } from '#bench/kit/figures.ts'
import { bar, progressTo } from '#bench/kit/progress.ts'
import { defineScenario, parseOptions, parseTexts } from '#bench/kit/scenario.ts'

const scenario = defineScenario({
  name: 'toy',
  about: 'a toy',
  options: [{ name: 'agents', label: { zh: '坐席', en: 'Agents' }, type: 'number', default: 100 }],
  run: async () => ({ columns: [], rows: [], notes: [], ok: true }),
})

const textOption = { name: 'file', label: { zh: '文件', en: 'File' }, type: 'text', default: 'all' } as const

t.test('percentiles are nearest rank and do not disturb the sample', async (t) => {
  const sample = [5, 1, 4, 2, 3]
  t.equal(percentile(sample, 50), 3)
  t.equal(percentile(sample, 99), 5)
  t.equal(percentile(sample, 1), 1)
  t.same(sample, [5, 1, 4, 2, 3])
  t.ok(Number.isNaN(percentile([], 50)))
})

t.test('options come over the defaults and a wrong one is named', async (t) => {
  t.same(parseOptions(scenario, []), { agents: 100 })
  t.same(parseOptions(scenario, ['agents=7']), { agents: 7 })
  t.match(parseOptions(scenario, ['agent=7']), /no option "agent".*agents/)
  t.match(parseOptions(scenario, ['agents=many']), /needs a number/)
  const worded = { ...scenario, options: [...scenario.options, textOption] }
  t.same(parseOptions(worded, ['file=a=b.txt', 'agents=7']), { agents: 7 })
  t.same(parseTexts(worded, ['file=a=b.txt', 'agents=7']), { file: 'a=b.txt' })
  t.same(parseTexts(worded, []), { file: 'all' })
})

t.test('the table lines up and the JSON line holds the rows by column', async (t) => {
  const result = {
    columns: [{ name: 'agents' }, { name: 'p99', unit: 'ms' }],
    rows: [[100, 1.23456]],
    notes: [],
    ok: true,
  }
  t.equal(table(result), 'agents  p99 (ms)\n------  --------\n   100     1.235')
  t.match(JSON.parse(jsonLine('toy', { agents: 100 }, result, 1.5)), {
    scenario: 'toy',
    ok: true,
    rows: [{ agents: 100, p99: 1.23456 }],
  })
})

t.test('the bar fills up, and off a terminal it writes a line each ten per cent only', async (t) => {
  t.equal(bar(1, 2), `[${'#'.repeat(15)}${'.'.repeat(15)}]  50 %`)
  t.match(bar(0, 0), /0 %/)
  const lines: string[] = []
  const progress = progressTo({ write: (text: string) => lines.push(text) })
  for (let n = 0; n <= 100; n++) progress.show(n, 100, 'calls')
  t.equal(lines.length, 11)
})
