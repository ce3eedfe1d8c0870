// What a key means in the grid: one table, so that the pixels only obey.
import type { RosterShift } from '#engine/protocol/roster.ts'
import { type GridSize, type Selection, stepped } from './selection.ts'
import { shiftOfKey } from './shifts.ts'

export interface KeyPress {
  key: string
  /** Ctrl, or Command on a Mac */
  ctrl: boolean
  shift: boolean
  alt: boolean
}

export type GridAct =
  | { type: 'select'; selection: Selection }
  | { type: 'set'; shiftId: string }
  | { type: 'cancel' }
  | { type: 'pick' | 'off' | 'pin' | 'undo' | 'redo' | 'save' | 'lift' }

type Plain = Exclude<GridAct['type'], 'select' | 'set'>

const KEYS: Record<string, Plain> = {
  Enter: 'pick',
  Delete: 'off',
  Backspace: 'off',
  p: 'pin',
  P: 'pin',
  ' ': 'lift',
  Escape: 'cancel',
}

function withCtrl({ key, shift }: KeyPress): Plain | undefined {
  const letter = key.toLowerCase()
  if (letter === 'z') return shift ? 'redo' : 'undo'
  if (letter === 'y') return 'redo'
  return letter === 's' ? 'save' : undefined
}

export function actOf(
  press: KeyPress,
  selection: Selection,
  size: GridSize,
  shifts: readonly RosterShift[],
): GridAct | undefined {
  if (press.alt) return undefined
  const moved = stepped(selection, press.key, size, { far: press.ctrl, extend: press.shift })
  if (moved) return { type: 'select', selection: moved }
  const type = press.ctrl ? withCtrl(press) : KEYS[press.key]
  if (type) return { type }
  if (press.ctrl || press.key.length !== 1) return undefined
  const shift = shiftOfKey(shifts, press.key)
  return shift && { type: 'set', shiftId: shift.id }
}
