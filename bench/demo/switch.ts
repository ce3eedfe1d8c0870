// The demo's switch: on or off and how many calls, parsed at its door, remembered on disk.
import { readFileSync, writeFileSync } from 'node:fs'
import type { Settings } from '#config/settings.ts'

export interface Switch {
  on: boolean
  callsPerMinute: number
}

const MOST_PER_MINUTE = 600

export function parseSwitch(value: unknown, otherwise = 6): Switch | undefined {
  const given = value as Partial<Switch> | null
  const rate = given?.callsPerMinute
  if (typeof given?.on !== 'boolean') return undefined
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 1 && rate <= MOST_PER_MINUTE)) return undefined
  return { on: given.on, callsPerMinute: rate ?? otherwise }
}

export function remembered(file: string, { demo }: Pick<Settings, 'demo'>): Switch {
  try {
    return parseSwitch(JSON.parse(readFileSync(file, 'utf8'))) ?? { on: false, callsPerMinute: demo.callsPerMinute }
  } catch {
    return { on: demo.callers, callsPerMinute: demo.callsPerMinute }
  }
}

export const remember = (file: string, state: Switch): void => writeFileSync(file, JSON.stringify(state))
