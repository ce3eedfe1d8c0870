// bench: runs scenarios, draws a progress bar, prints a table and one JSON line for each, and names the machine.
import { jsonLine, machineName, table } from './kit/figures.ts'
import { progressTo } from './kit/progress.ts'
import { loadScenarios, parseOptions, parseTexts } from './kit/scenario.ts'

const [name, ...given] = process.argv.slice(2)
const scenarios = await loadScenarios()
const scenario = name === undefined ? undefined : scenarios.get(name)

if (!scenario) {
  const known = [...scenarios.values()].map((each) => {
    const options = each.options.map((field) => `${field.name}=${String(field.default)}`).join(' ')
    return `  ${each.name.padEnd(14)} ${each.about}${options ? `\n${' '.repeat(17)}${options}` : ''}`
  })
  const complaint = name === undefined || name === 'help' ? [] : [`there is no scenario "${name}"`]
  process.stdout.write(`${[...complaint, 'usage: ./tinglan bench <scenario> [option=value …]', ...known].join('\n')}\n`)
  process.exit(complaint.length)
}

const options = parseOptions(scenario, given)
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`)
  process.exit(2)
}

const started = performance.now()
const progress = progressTo(process.stderr)
const texts = parseTexts(scenario, given)
const result = await scenario.run(options, progress, texts)
progress.end()
const seconds = Math.round((performance.now() - started) / 100) / 10
process.stdout.write(`${scenario.name}: ${scenario.about}\non ${machineName()}\n\n${table(result)}\n\n`)
for (const note of result.notes) process.stdout.write(`note: ${note}\n`)
process.stdout.write(`${jsonLine(scenario.name, { ...options, ...texts }, result, seconds)}\n`)
process.exit(result.ok ? 0 : 1)
