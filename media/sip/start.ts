// Opens the sockets and puts a stack on them.
import type { SipStack, SipStackOptions } from './api.ts'
import { defaultLimits } from './limits.ts'
import { SipCore } from './stack.ts'
import { openTransport } from './transport.ts'

export async function startSipStack(options: SipStackOptions): Promise<SipStack> {
  const limits = { ...defaultLimits, ...options.limits }
  let core: SipCore | undefined
  const transport = await openTransport({
    host: options.host,
    port: options.port,
    messageBytes: limits.messageBytes,
    maxConnections: limits.connections,
    receive: (bytes, from) => core?.receive(bytes, from),
  })
  core = new SipCore(options, transport)
  return core
}
