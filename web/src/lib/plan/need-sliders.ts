// The sliders of what-if: where each stands by the target, how far it goes, and what is asked when it was moved.
import type { StaffingTarget, WhatIf } from '#engine/protocol/planning.ts'

export type SliderName = keyof WhatIf
export type Moves = Partial<Record<SliderName, number>>

export interface Slider {
  name: SliderName
  min: number
  max: number
  step: number
  /** where it stands without a move */
  base: number
  form: 'factor' | 'share' | 'seconds'
}

/** All reasons together: what of paid time is lost. */
export const shrinkageOf = (target: Pick<StaffingTarget, 'shrinkage'>): number =>
  1 - Object.values(target.shrinkage).reduce((left, share) => left * (1 - share), 1)

const PATIENCE_STEP = 15
/** the last stop of patience: callers wait for ever */
const FOR_EVER = 1_800

const round = (value: number): number => Math.round(value * 1_000) / 1_000

export function slidersFor(target: StaffingTarget): Slider[] {
  const factor = { min: 0.5, max: 2, step: 0.01, base: 1, form: 'factor' } as const
  const within = Math.max(120, target.withinSeconds)
  const patience = target.patienceSeconds
  return [
    { name: 'volume', ...factor },
    { name: 'handleTime', ...factor },
    { name: 'serviceLevel', min: 0.5, max: 0.99, step: 0.01, base: target.serviceLevel, form: 'share' },
    { name: 'withinSeconds', min: 5, max: within, step: 5, base: target.withinSeconds, form: 'seconds' },
    {
      name: 'patienceSeconds',
      min: PATIENCE_STEP,
      max: Math.max(FOR_EVER, patience ?? 0),
      step: PATIENCE_STEP,
      base: patience ?? FOR_EVER,
      form: 'seconds',
    },
    { name: 'maxOccupancy', min: 0.5, max: 1, step: 0.01, base: target.maxOccupancy ?? 1, form: 'share' },
    { name: 'shrinkage', min: 0, max: 0.6, step: 0.01, base: round(shrinkageOf(target)), form: 'share' },
  ]
}

/** Only what was moved away from the target is asked. */
export function whatIfOf(sliders: readonly Slider[], moves: Moves): WhatIf {
  const asked: WhatIf = {}
  for (const { name, base, step } of sliders) {
    const value = moves[name]
    if (value !== undefined && Math.abs(value - base) > step / 2) asked[name] = round(value)
  }
  return asked
}

export const isMoved = (whatIf: WhatIf): boolean => Object.keys(whatIf).length > 0

export function sliderText(slider: Slider, value: number, words: { seconds: string; forEver: string }): string {
  if (slider.form === 'factor') {
    const percent = Math.round((value - 1) * 100)
    return percent === 0 ? '±0%' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)}%`
  }
  if (slider.form === 'share') return `${Math.round(value * 1000) / 10}%`
  if (slider.name === 'patienceSeconds' && value >= FOR_EVER) return words.forEver
  return `${value} ${words.seconds}`
}
