// A capture file: the header, then each packet with its addresses, ports and a right sum.
import t from 'tap'
import { pcapOf } from '#engine/gateway/pcap.ts'

const message = (at: number, direction: 'in' | 'out', text: string) => ({
  ...{ at, direction, text, peer: '10.1.2.3:5069', own: '10.9.8.7:5070' },
})

t.test('packets in the order of their moments, from whom to whom', async (t) => {
  const bytes = pcapOf([message(2_500.5, 'out', 'SIP/2.0 200 OK'), message(1_250, 'in', 'INVITE')])
  t.equal(bytes.readUInt32LE(0), 0xa1b2c3d4)
  t.equal(bytes.readUInt32LE(20), 228)
  t.equal(bytes.readUInt32LE(24), 1)
  t.equal(bytes.readUInt32LE(28), 250_000)
  t.equal(bytes.readUInt32LE(32), 20 + 8 + 'INVITE'.length)
  const ip = bytes.subarray(40, 60)
  t.strictSame([...ip.subarray(12, 20)], [10, 1, 2, 3, 10, 9, 8, 7])
  let sum = 0
  for (let at = 0; at < 20; at += 2) sum += ip.readUInt16BE(at)
  t.equal((sum & 0xffff) + (sum >>> 16), 0xffff, 'the header sums up')
  t.equal(bytes.readUInt16BE(60), 5069)
  t.equal(bytes.readUInt16BE(62), 5070)
  t.equal(bytes.subarray(68, 74).toString(), 'INVITE')
  const second = bytes.subarray(74)
  t.equal(second.readUInt32LE(0), 2)
  t.strictSame([...second.subarray(28, 32)], [10, 9, 8, 7], 'the answer goes the other way')
  t.equal(bytes.length, 24 + 16 + 34 + 16 + 42)
})

t.test('an address that is no IPv4 one is shown as none', async (t) => {
  const bytes = pcapOf([{ at: 0, direction: 'in', text: '', peer: '[::1]:5060', own: 'sip.example.com:99999' }])
  t.strictSame([...bytes.subarray(52, 60)], [0, 0, 0, 0, 0, 0, 0, 0])
})
