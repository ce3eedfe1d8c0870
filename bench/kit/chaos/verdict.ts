// What a run with faults comes to: a row a fault, who suffered, which promises broke.
import { type Figures, suffered } from './figures.ts'
import { promisesKept } from './promises.ts'
import type { Happened } from './run.ts'
import type { World } from './world.ts'

export const FAULT_COLUMNS = [
  ...[{ name: 'fault' }, { name: 'calls up' }, { name: 'cut' }, { name: 'new calls' }, { name: 'refused' }],
  ...[{ name: 'over 3 s' }, { name: 'longest silence', unit: 'ms' }, { name: 'part back after', unit: 'ms' }],
]

export const faultRow = (fault: string, of: Omit<Figures, 'answersMs'>, recoveredMs: number) => [
  ...[fault, of.up, of.cut, of.fresh, of.refused, of.late],
  ...[Math.round(of.silenceMs), Math.round(recoveredMs)],
]

export interface Verdict {
  /** no promise broke and nobody was cut */
  ok: boolean
  figures: (Figures & { fault: string; recoveredMs: number })[]
  notes: string[]
}

/** After the last call; keeps the logs of all parts when something broke. */
export async function verdictOn(world: World, all: readonly Happened[]): Promise<Verdict> {
  const kept = await promisesKept(world)
  const spans = all.map(({ span }) => span)
  const figures = all.map((each) => ({ ...each.figures(), fault: each.span.fault, recoveredMs: each.recoveredMs }))
  const ok = kept.broken.length === 0 && all.every(({ span }, n) => span.cuts || figures[n]?.cut === 0)
  return {
    ok,
    figures,
    notes: [
      `over all: ${kept.rowsLost} rows lost, ${kept.recordingsLost} recordings lost or short, ${kept.doubledRings} rung twice, ${kept.inversions} inversions`,
      ...suffered(world.callers, spans),
      ...kept.broken,
      ...(ok ? [] : [`the logs of all parts: ${await world.keepLogs()}`]),
    ],
  }
}
