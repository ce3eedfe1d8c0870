// rtpengine tells every key by one UDP datagram to one address per node (dtmf-log-dest): {callid, source_tag, event, …}.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const KEYS = '0123456789*#ABCD'

export interface DtmfReceiver {
  readonly port: number
  close(): void
}

/** `heard` gets the keys that phones pressed (tag L); the same key passing through the other leg's stub (X) is left out. */
export async function receiveDtmf(
  options: { host: string; port: number },
  heard: (callId: string, digit: string) => void,
): Promise<DtmfReceiver> {
  const socket = createSocket('udp4')
  socket.on('message', (datagram) => {
    const key = parseDtmf(datagram.toString())
    if (key) heard(key.callId, key.digit)
  })
  socket.bind(options.port, options.host)
  await Promise.race([once(socket, 'listening'), once(socket, 'error').then(([error]) => Promise.reject(error))])
  return { port: socket.address().port, close: () => socket.close() }
}

export function parseDtmf(datagram: string): { callId: string; digit: string } | undefined {
  try {
    const key = JSON.parse(datagram) as { type?: unknown; callid?: unknown; source_tag?: unknown; event?: unknown }
    const digit = typeof key.event === 'number' ? KEYS[key.event] : undefined
    if (key.type !== 'DTMF' || typeof key.callid !== 'string' || key.source_tag !== 'L' || !digit) return undefined
    return { callId: key.callid, digit }
  } catch {
    return undefined
  }
}
