// Where in a headset's reports its keys and lamps are (USB HID: telephony page 0x0B, lamps page 0x08). Pure.

/** The part of WebHID's descriptors that is read; the browser gives more. */
export interface ReportItem {
  usages?: number[]
  reportSize?: number
  reportCount?: number
}
export interface Report {
  reportId?: number
  items?: ReportItem[]
}
export interface Collection {
  usagePage?: number
  inputReports?: Report[]
  outputReports?: Report[]
}

interface Bit {
  reportId: number
  bit: number
}

/** usage page in the upper half, usage in the lower */
const HOOK_SWITCH = 0x000b_0020
const PHONE_MUTE = 0x000b_002f
const LAMPS = { offHook: 0x0008_0017, ringing: 0x0008_0018, muted: 0x0008_0009 } as const

export interface Lamps {
  offHook: boolean
  ringing: boolean
  muted: boolean
}

export interface Layout {
  hook: Bit | undefined
  mute: Bit | undefined
  lamps: Partial<Record<keyof Lamps, Bit>>
  /** bytes of each report that lamps are in */
  sizes: Map<number, number>
}

export function layoutOf(collections: readonly Collection[]): Layout {
  const inputs = collections.flatMap(({ inputReports = [] }) => inputReports)
  const outputs = collections.flatMap(({ outputReports = [] }) => outputReports)
  const lamps: Layout['lamps'] = {}
  for (const [name, usage] of Object.entries(LAMPS) as [keyof Lamps, number][]) {
    const bit = bitOf(outputs, usage)
    if (bit) lamps[name] = bit
  }
  const sizes = new Map(outputs.map((report) => [report.reportId ?? 0, Math.ceil(bitsOf(report) / 8)]))
  return { hook: bitOf(inputs, HOOK_SWITCH), mute: bitOf(inputs, PHONE_MUTE), lamps, sizes }
}

const widthOf = ({ reportSize = 0, reportCount = 0 }: ReportItem): number => reportSize * reportCount
const bitsOf = ({ items = [] }: Report): number => items.reduce((all, item) => all + widthOf(item), 0)

function bitOf(reports: readonly Report[], usage: number): Bit | undefined {
  for (const { reportId = 0, items = [] } of reports) {
    let from = 0
    for (const item of items) {
      const at = item.usages?.indexOf(usage) ?? -1
      if (at >= 0 && item.reportSize === 1) return { reportId, bit: from + at }
      from += widthOf(item)
    }
  }
  return undefined
}

/** Undefined: this report says nothing of it. */
export function readBit(bit: Bit | undefined, reportId: number, data: DataView): boolean | undefined {
  if (!bit || bit.reportId !== reportId || bit.bit >> 3 >= data.byteLength) return undefined
  return ((data.getUint8(bit.bit >> 3) >> (bit.bit & 7)) & 1) === 1
}

/** The reports that light exactly these lamps. */
export function reportsOf({ lamps, sizes }: Layout, lit: Lamps): { reportId: number; data: Uint8Array<ArrayBuffer> }[] {
  const reports = new Map<number, Uint8Array<ArrayBuffer>>()
  for (const [name, { reportId, bit }] of Object.entries(lamps) as [keyof Lamps, Bit][]) {
    const data = reports.get(reportId) ?? new Uint8Array(sizes.get(reportId) ?? 1)
    if (lit[name]) data[bit >> 3] = (data[bit >> 3] ?? 0) | (1 << (bit & 7))
    reports.set(reportId, data)
  }
  return [...reports].map(([reportId, data]) => ({ reportId, data }))
}
