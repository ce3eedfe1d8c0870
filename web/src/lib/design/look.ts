// The centre's own colour in place of the sea palette: the same lightness in another hue, each looked at for contrast.
import type { Colour } from '#engine/protocol/look.ts'

const STEPS = [50, 100, 200, 300, 400, 500, 600, 700, 800, 900] as const

export const PALETTES: Record<Exclude<Colour, 'sea'>, readonly string[]> = {
  blue: ['#ebf3ff', '#d3e4fd', '#a9caf8', '#7aa9eb', '#5189d7', '#3b71bc', '#2f5ea0', '#244b82', '#1c3b67', '#152e51'],
  violet: [
    '#f3f0fe',
    '#e4defa',
    '#cabef3',
    '#ac99e4',
    '#8f76cf',
    '#785fb5',
    '#644e99',
    '#503e7c',
    '#3f3163',
    '#31264d',
  ],
  red: ['#feeeed', '#fdd9d6', '#f7b3b0', '#e78885', '#d06161', '#b54a4b', '#993b3d', '#7c2f30', '#632425', '#4d1c1c'],
  green: ['#ecf5ee', '#d3e9da', '#a9d3b6', '#79b78f', '#4e9b6c', '#368356', '#2a6e46', '#205938', '#18462b', '#133621'],
  graphite: [
    '#f1f3f4',
    '#dfe3e7',
    '#c1c8cf',
    '#9ea8b2',
    '#7f8a95',
    '#68737e',
    '#566069',
    '#454d55',
    '#363c43',
    '#2a2f34',
  ],
}

export const swatchOf = (colour: Colour): string => (colour === 'sea' ? '#146a78' : (PALETTES[colour][6] ?? ''))

/** The page's own palette gives way to it; sea is what the stylesheet says. */
export function wear(style: CSSStyleDeclaration, colour: Colour): void {
  for (const [n, step] of STEPS.entries()) {
    const name = `--color-sea-${step}`
    if (colour === 'sea') style.removeProperty(name)
    else style.setProperty(name, PALETTES[colour][n] ?? '')
  }
}
