// Shifts as the grid shows them: a key each, a short name, and colours that can be read on any shift's colour.

import type { RosterShift } from '#engine/protocol/roster.ts'
import { byPinyin } from '../i18n/pinyin.ts'

/** P pins, so no shift has it. */
const KEYS = '123456789abcdefghijklmnoqrstuvwxyz'

/** In the order of their start; shifts past the last key are picked from the list. */
export function keyedShifts(shifts: readonly RosterShift[]): { shift: RosterShift; key: string | undefined }[] {
  return [...shifts]
    .sort((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt || byPinyin(a.name, b.name))
    .map((shift, n) => ({ shift, key: KEYS[n] }))
}

export const shiftOfKey = (shifts: readonly RosterShift[], key: string): RosterShift | undefined =>
  keyedShifts(shifts).find((one) => one.key === key.toLowerCase())?.shift

const HAN = /\p{Script=Han}/u

/** Two Chinese characters or four letters: what a cell of a fortnight has room for. */
export function shortName(name: string): string {
  const bare = name.trim().replace(/\s+/g, ' ')
  return HAN.test(bare) ? bare.slice(0, bare.length <= 3 ? 3 : 2) : bare.slice(0, bare.length <= 6 ? 6 : 5)
}

const HEX = /^#[0-9a-f]{6}$/i

/** A pale ground and a strong edge of the shift's colour; the text stays dark. */
export function shiftLook(color: string): string {
  const own = HEX.test(color) ? color : '#8b99a2'
  return `--edge: ${own}; --ground: color-mix(in oklab, ${own} 20%, white)`
}
