// SIP messages as a capture file that Wireshark opens (classic pcap, raw IPv4): as they were kept, so bodies and passwords
// are not in it either.
import type { TracedMessage } from '../protocol/sip-trace.ts'

const RAW_IPV4 = 228
const MOST = 65_535
const IP_HEADER = 20
const UDP_HEADER = 8

function header(): Buffer {
  const bytes = Buffer.alloc(24)
  bytes.writeUInt32LE(0xa1b2c3d4, 0)
  bytes.writeUInt16LE(2, 4)
  bytes.writeUInt16LE(4, 6)
  bytes.writeUInt32LE(MOST, 16)
  bytes.writeUInt32LE(RAW_IPV4, 20)
  return bytes
}

interface End {
  address: number[]
  port: number
}

/** An address that is no IPv4 one is shown as 0.0.0.0. */
function endOf(text: string): End {
  const [, host = '', port = '0'] = /^(.*):(\d+)$/.exec(text) ?? []
  const parts = host.split('.').map(Number)
  const isIpv4 = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256)
  return { address: isIpv4 ? parts : [0, 0, 0, 0], port: Number(port) & 0xffff }
}

/** RFC 1071 */
function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

function packet({ at, direction, peer, own, text }: TracedMessage): Buffer {
  const body = Buffer.from(text).subarray(0, MOST - IP_HEADER - UDP_HEADER)
  const [from, to] = direction === 'in' ? [endOf(peer), endOf(own)] : [endOf(own), endOf(peer)]
  const ip = Buffer.alloc(IP_HEADER)
  ip[0] = 0x45
  ip.writeUInt16BE(IP_HEADER + UDP_HEADER + body.length, 2)
  ip[8] = 64
  ip[9] = 17
  ip.set(from.address, 12)
  ip.set(to.address, 16)
  ip.writeUInt16BE(checksum(ip), 10)
  const udp = Buffer.alloc(UDP_HEADER)
  udp.writeUInt16BE(from.port, 0)
  udp.writeUInt16BE(to.port, 2)
  udp.writeUInt16BE(UDP_HEADER + body.length, 4)
  const data = Buffer.concat([ip, udp, body])
  const record = Buffer.alloc(16)
  record.writeUInt32LE(Math.floor(at / 1_000), 0)
  record.writeUInt32LE(Math.floor(at % 1_000) * 1_000, 4)
  record.writeUInt32LE(data.length, 8)
  record.writeUInt32LE(data.length, 12)
  return Buffer.concat([record, data])
}

export const pcapOf = (messages: readonly TracedMessage[]): Buffer =>
  Buffer.concat([header(), ...messages.toSorted((a, b) => a.at - b.at).map(packet)])
