// A headset's keys and lamps by a device that stands in for one: the browser's HID needs a real one plugged in.
import t from 'tap'
import { createHeadset, type HidDevice } from '#web/src/lib/phone/headset.ts'
import { layoutOf } from '#web/src/lib/phone/headset-reports.ts'

/** As a common headset describes itself: hook in bit 0, mute in bit 2 of report 8; lamps in report 9, after two idle bits. */
const COLLECTIONS = [
  {
    usagePage: 0x0b,
    inputReports: [
      {
        reportId: 8,
        items: [
          { usages: [0x000b_0020, 0x000b_0097], reportSize: 1, reportCount: 2 },
          { usages: [0x000b_002f], reportSize: 1, reportCount: 1 },
          { reportSize: 1, reportCount: 13 },
        ],
      },
    ],
    outputReports: [
      {
        reportId: 9,
        items: [
          { reportSize: 1, reportCount: 2 },
          { usages: [0x0008_0017, 0x0008_0009], reportSize: 1, reportCount: 2 },
          { usages: [0x0008_0018], reportSize: 1, reportCount: 1 },
          { reportSize: 1, reportCount: 11 },
        ],
      },
    ],
  },
]

function rig() {
  const acts: string[] = []
  const sent: number[][] = []
  const device: HidDevice = {
    ...{ opened: false, productName: 'Headset 1', collections: COLLECTIONS, oninputreport: null },
    open: async () => {},
    close: async () => {},
    sendReport: async (reportId, data) => void sent.push([reportId, ...data]),
  }
  const headset = createHeadset({
    hid: { getDevices: async () => [device], requestDevice: async () => [device] },
    answer: () => acts.push('answer'),
    hangUp: () => acts.push('hang-up'),
    toggleMute: () => acts.push('mute'),
    changed: (name) => acts.push(`is ${name}`),
  })
  const press = (byte: number) =>
    device.oninputreport?.({ reportId: 8, data: new DataView(Uint8Array.of(byte, 0).buffer) })
  return { headset, acts, sent, press, device }
}
const lamps = (ringing: boolean, offHook: boolean, muted = false) => ({ ringing, offHook, muted })

t.test('its key answers what rings and ends what talks; its lamps show it', async (t) => {
  const { headset, acts, sent, press } = rig()
  await headset.resume()
  t.same(acts.splice(0), ['is Headset 1'])
  press(1)
  t.same(acts, [], 'nothing rings: nothing is answered')
  headset.show(lamps(true, false))
  press(1)
  headset.show(lamps(false, true))
  press(1)
  t.same(acts.splice(0), ['answer'], 'the lamp that comes back as a lifted hook is no key')
  press(0b101)
  press(0b101)
  press(1)
  t.same(acts.splice(0), ['mute'], 'held down is pressed once')
  headset.show(lamps(false, true, true))
  press(0)
  t.same(acts.splice(0), ['hang-up'])
  headset.show(lamps(false, false))
  press(0)
  t.same(acts, [], 'the hook laid down by our own lamp')
  t.same(
    sent.map(([report, byte]) => [report, byte]),
    [
      [9, 0],
      [9, 0b1_0000],
      [9, 0b0_0100],
      [9, 0b0_1100],
      [9, 0],
    ],
  )
  await headset.stop()
  press(1)
  t.same(acts, [], 'and is left alone after it')
})

t.test('a browser without HID, a device without such keys: nothing is offered and nothing fails', async (t) => {
  const none = createHeadset({
    ...{ hid: undefined, answer() {}, hangUp() {}, toggleMute() {} },
    changed: () => t.fail(),
  })
  t.notOk(none.possible)
  await none.resume()
  await none.choose()
  none.show(lamps(true, false))
  t.equal(layoutOf([{ usagePage: 1, inputReports: [{ items: [{ reportSize: 8, reportCount: 8 }] }] }]).hook, undefined)
})
