// A headset's own keys, where the browser has WebHID: its hook key answers and hangs up, its mute key mutes, its lamps show
// the call. Which device is chosen once by hand; the browser remembers it.
import { type Collection, type Lamps, layoutOf, readBit, reportsOf } from './headset-reports.ts'

export interface HidDevice {
  readonly opened: boolean
  readonly productName: string
  readonly collections: readonly Collection[]
  open(): Promise<void>
  close(): Promise<void>
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>
  oninputreport: ((event: { reportId: number; data: DataView }) => void) | null
}
export interface Hid {
  getDevices(): Promise<HidDevice[]>
  requestDevice(options: { filters: { usagePage: number }[] }): Promise<HidDevice[]>
}

const TELEPHONY = 0x0b
const DARK: Lamps = { offHook: false, ringing: false, muted: false }

export interface HeadsetParts {
  /** undefined where the browser has none */
  hid: Hid | undefined
  answer(): void
  hangUp(): void
  toggleMute(): void
  changed(name: string | undefined): void
}

export interface Headset {
  readonly possible: boolean
  /** the one chosen before, if it is plugged in */
  resume(): Promise<void>
  /** asks the person; must come from a click */
  choose(): Promise<void>
  show(lamps: Lamps): void
  stop(): Promise<void>
}

export function createHeadset(parts: HeadsetParts): Headset {
  let device: HidDevice | undefined
  let layout = layoutOf([])
  let lit = DARK
  let mutePressed = false

  /** Our own lamp comes back as a lifted hook: only what differs from the call is a key that was pressed. */
  function heard({ reportId, data }: { reportId: number; data: DataView }): void {
    const hook = readBit(layout.hook, reportId, data)
    if (hook === true && lit.ringing) parts.answer()
    if (hook === false && lit.offHook) parts.hangUp()
    const mute = readBit(layout.mute, reportId, data)
    if (mute === undefined) return
    if (mute && !mutePressed && lit.offHook) parts.toggleMute()
    mutePressed = mute
  }

  async function take(found: HidDevice | undefined): Promise<void> {
    if (!found) return
    if (!found.opened) await found.open()
    device = found
    layout = layoutOf(found.collections)
    found.oninputreport = heard
    parts.changed(found.productName)
    await send()
  }

  async function send(): Promise<void> {
    if (!device) return
    // one that is pulled out in mid-call must not disturb the call
    for (const { reportId, data } of reportsOf(layout, lit))
      await device.sendReport(reportId, data).catch(() => parts.changed(undefined))
  }

  const isHeadset = ({ collections }: HidDevice): boolean =>
    collections.some(({ usagePage }) => usagePage === TELEPHONY) || layoutOf(collections).hook !== undefined

  return {
    possible: parts.hid !== undefined,
    resume: async () => take((await parts.hid?.getDevices())?.find(isHeadset)),
    async choose() {
      const [found] = (await parts.hid?.requestDevice({ filters: [{ usagePage: TELEPHONY }] })) ?? []
      await take(found)
    },
    show(next) {
      if (next.offHook === lit.offHook && next.ringing === lit.ringing && next.muted === lit.muted) return
      lit = next
      void send()
    },
    async stop() {
      lit = DARK
      await send()
      if (device) device.oninputreport = null
      await device?.close()
      device = undefined
    },
  }
}
