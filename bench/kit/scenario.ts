// What a bench scenario is. One file in bench/scenarios is one scenario; the folder is read at start, no list names it.
import { plugInsIn } from '#config/plug-ins.ts'
import type { Field } from '#engine/protocol/fields.ts'
import type { Progress } from './progress.ts'

export type Cell = string | number

export interface Result {
  columns: { name: string; unit?: string }[]
  rows: Cell[][]
  /** what the figures do not show: limits met, what was not measured */
  notes: string[]
  /** false when a promise of the scenario was broken (a failed call, a lost caller): the command exits with 1 */
  ok: boolean
}

export interface Scenario {
  name: string
  /** one line: what is measured, and against what */
  about: string
  options: Field[]
  /** `texts`: options of type text; the others are numbers */
  run(options: Record<string, number>, progress: Progress, texts: Record<string, string>): Promise<Result>
}

export const defineScenario = (scenario: Scenario): Scenario => scenario

/** Every scenario, by name. */
export const loadScenarios = (folder = new URL('../scenarios/', import.meta.url)): Promise<Map<string, Scenario>> =>
  plugInsIn<Scenario>(folder, ({ name }) => name)

/** Options given as name=number over the scenario's defaults; texts are left out. Answers a sentence when one is wrong. */
export function parseOptions(scenario: Scenario, given: string[]): Record<string, number> | string {
  const options: Record<string, number> = {}
  const texts = new Set(scenario.options.filter(({ type }) => type === 'text').map(({ name }) => name))
  const names = scenario.options.map(({ name }) => name)
  for (const field of scenario.options) if (!texts.has(field.name)) options[field.name] = Number(field.default ?? 0)
  for (const each of given) {
    const [name = '', text = ''] = each.split('=')
    if (!names.includes(name)) return `${scenario.name} has no option "${name}"; it has: ${names.join(', ') || 'none'}`
    if (texts.has(name)) continue
    const value = Number(text)
    if (text === '' || !Number.isFinite(value) || value < 0) return `${name} needs a number, not "${text}"`
    options[name] = value
  }
  return options
}

/** Texts given as name=text over the scenario's defaults. */
export function parseTexts(scenario: Scenario, given: string[]): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const { name, type, default: usual } of scenario.options) {
    if (type !== 'text') continue
    const last = given.findLast((each) => each.startsWith(`${name}=`))
    texts[name] = last?.slice(name.length + 1) || String(usual ?? '')
  }
  return texts
}
