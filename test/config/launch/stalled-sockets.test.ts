// When rtpengine is deaf: full sockets of which nothing is read though packets come.
import t from 'tap'
import { Looks, socketsIn, type UdpSocket } from '#config/launch/stalled-sockets.ts'

const FULL = 171_392
const quiet = (port: number): UdpSocket => ({ port, waiting: 0, dropped: 0, inode: `${port}` })
const legs = (count: number, rtp: (port: number) => UdpSocket): UdpSocket[] =>
  Array.from({ length: count }, (_, n) => [rtp(4 * n), ...[1, 2, 3].map((more) => quiet(4 * n + more))]).flat()

t.test("the kernel's table is read", async (t) => {
  const table = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
10932: 0100007F:A4A7 00000000:0000 07 00000000:00029D80 00:00000000 00000000     0        0 2084624 2 000000006f9d7a5c 12
11906: 0100007F:A8`
  t.strictSame(socketsIn(table), [{ port: 0xa4a7, waiting: FULL, dropped: 12, inode: '2084624' }])
})

/** Whether it is deaf after these looks, one after the other. */
function deaf(...seen: UdpSocket[][]): boolean {
  const looks = new Looks()
  for (const sockets of seen) looks.look(sockets)
  return looks.deaf(seen.at(-1) ?? [])
}

/** `stalled` of 20 legs are not read any more, at look `n`. */
const some = (stalled: number, n: number) =>
  legs(20, (port) => ({ ...quiet(port), ...(port < 4 * stalled ? { waiting: FULL, dropped: 25 * n } : {}) }))
const looksAt = (stalled: number, looks: number) => Array.from({ length: looks }, (_, n) => some(stalled, n))

t.test('deaf is who reads nothing while more is dropped, on a good part of its sockets', async (t) => {
  const full = (dropped: number, waiting = FULL) => legs(20, (port) => ({ ...quiet(port), waiting, dropped }))
  t.ok(deaf(full(10), full(35)))
  t.notOk(deaf(full(10), full(10)), 'nobody says anything to it')
  t.notOk(deaf(full(10), full(35, FULL - 38_400)), 'it reads on')
  t.notOk(deaf(legs(20, quiet), full(35)), 'it is just filling up')
  t.notOk(deaf(full(10), legs(20, quiet)))
  t.notOk(deaf([], []))
})

t.test('some calls that are not read for seconds are enough, one that is flooded is not', async (t) => {
  t.notOk(deaf(...looksAt(3, 3)))
  t.ok(deaf(...looksAt(3, 7)))
  t.notOk(deaf(...looksAt(1, 20)))
  t.notOk(deaf(...looksAt(3, 6), ...looksAt(0, 1), ...looksAt(3, 3)), 'it was read in between')
})
