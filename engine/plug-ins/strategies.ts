// Reads the strategies folder once at start: a new strategy is one new file there, and nothing else names it.
import { readdir } from 'node:fs/promises'
import type { Strategies, Strategy } from '../core/acd/strategy.ts'

const FOLDER = new URL('../core/acd/strategies/', import.meta.url)

export async function loadStrategies(folder: URL = FOLDER): Promise<Strategies> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort()
  const found = await Promise.all(
    files.map(async (file) => {
      const { default: strategy } = (await import(new URL(file, folder).href)) as { default: Strategy }
      if (`${strategy.name}.ts` !== file) throw new Error(`strategy ${strategy.name} is in a file named ${file}`)
      return [strategy.name, strategy] as const
    }),
  )
  return new Map(found)
}
