// The strategies: a new one is one file in core/acd/strategies, and nothing else names it.
import { plugInsIn } from '#config/plug-ins.ts'
import type { Strategies, Strategy } from '../core/acd/strategy.ts'

const FOLDER = new URL('../core/acd/strategies/', import.meta.url)

export const loadStrategies = (folder: URL = FOLDER): Promise<Strategies> =>
  plugInsIn<Strategy>(folder, ({ name }) => name)
