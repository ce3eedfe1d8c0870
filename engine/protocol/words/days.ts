// The days of the week as people choose them, 1 = Monday.
import type { Label } from '../fields.ts'

const NAMES = [
  ['1', '周一', 'Monday'],
  ['2', '周二', 'Tuesday'],
  ['3', '周三', 'Wednesday'],
  ['4', '周四', 'Thursday'],
  ['5', '周五', 'Friday'],
  ['6', '周六', 'Saturday'],
  ['7', '周日', 'Sunday'],
] as const

export const DAYS: { value: string; label: Label }[] = NAMES.map(([value, zh, en]) => ({ value, label: { zh, en } }))
