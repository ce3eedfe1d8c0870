// Asks the edge as a phone does: OPTIONS over UDP, answered by the workers that phones need, whatever else it waits for.
import { createSocket } from 'node:dgram'
import type { Settings } from '../settings.ts'

const EVERYWHERE: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
let asked = 0

/** Whether anything came back within the time. An address that the shield has banned hears nothing. */
export function answersOptions(
  { host, sip, domain }: Pick<Settings['edge'], 'host' | 'sip' | 'domain'>,
  withinMs: number,
) {
  const at = EVERYWHERE[host] ?? host
  const socket = createSocket(at.includes(':') ? 'udp6' : 'udp4')
  return new Promise<boolean>((resolve) => {
    const over = (answered: boolean): void => {
      clearTimeout(timer)
      socket.close()
      resolve(answered)
    }
    const timer = setTimeout(() => over(false), withinMs)
    socket.once('message', () => over(true))
    socket.once('error', () => over(false))
    socket.send(options(`sip:${domain}`, `launcher-${process.pid}-${++asked}`), sip, at, () => undefined)
  })
}

const options = (uri: string, id: string): string =>
  [
    `OPTIONS ${uri} SIP/2.0`,
    `Via: SIP/2.0/UDP launcher.invalid;rport;branch=z9hG4bK-${id}`,
    'Max-Forwards: 1',
    `From: <${uri}>;tag=launcher`,
    `To: <${uri}>`,
    `Call-ID: ${id}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n')
