// How a centre looks on its pages.
import type { Label } from './fields.ts'

/** Each is a whole palette whose contrast was measured; a free choice of colour could make text unreadable. */
export const LOOK_COLOURS = {
  sea: { zh: '海青', en: 'Sea' },
  blue: { zh: '蓝', en: 'Blue' },
  violet: { zh: '紫', en: 'Violet' },
  red: { zh: '红', en: 'Red' },
  green: { zh: '绿', en: 'Green' },
  graphite: { zh: '石墨', en: 'Graphite' },
} as const satisfies Record<string, Label>
export type Colour = keyof typeof LOOK_COLOURS

export interface Look {
  companyName: string
  colour: Colour
  /** address of the picture */
  logo?: string
}
