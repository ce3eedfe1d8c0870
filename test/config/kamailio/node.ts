// A media node for tests: our SIP stack that answers every call, and dials.
import { edgeSecret } from '#config/kamailio/secrets.ts'
import type { Dialog, IncomingInvite, SipStack } from '#media/sip/api.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startSipStack } from '#media/sip/start.ts'
import { TEST_DOMAIN, TEST_SECRET, type TestKamailio } from '#test/kit/kamailio.ts'
import { waitFor } from '#test/kit/wait.ts'

/** An answer with audio at `port`. */
export const sdpAt = (port: number) =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 8\r\n`

const SDP = sdpAt(9)

export interface TestNode {
  stack: SipStack
  calls: IncomingInvite[]
  dialogs: Dialog[]
  ended: string[]
}

export interface TestNodeStart {
  port: number
  edge: string
  /** Where callers shall send their audio. */
  mediaPort?: number
  /** Also told of every call. */
  arrived?: IncomingInvite[]
  faults?: unknown[]
}

export async function startTestNode(start: TestNodeStart): Promise<TestNode> {
  const calls: IncomingInvite[] = []
  const dialogs: Dialog[] = []
  const ended: string[] = []
  const stack = await startSipStack({
    host: '127.0.0.1',
    port: start.port,
    edge: start.edge,
    clock: systemClock,
    edgeKey: edgeSecret('node', TEST_SECRET),
    onFault: (fault) => start.faults?.push(fault),
    onInvite: (call) => {
      calls.push(call)
      start.arrived?.push(call)
      call.progress(180)
      const dialog = call.accept(sdpAt(start.mediaPort ?? 9), { ended: (end) => ended.push(end.by) })
      if (dialog) dialogs.push(dialog)
    },
  })
  return { stack, calls, dialogs, ended }
}

export async function nodesUp(edge: TestKamailio, count: number): Promise<void> {
  await waitFor(async () => (await edge.rpc.nodes()).filter((node) => node.flags === 'AP').length === count, {
    what: `${count} nodes answer OPTIONS`,
  })
}

export interface Dialled {
  status: number
  progress: number[]
  dialog?: Dialog
}

/** A call that the node makes; resolves with its final status. */
export function dial(stack: SipStack, uri: string, headers: Record<string, string> = { 'X-Tinglan-Call': 'c1' }) {
  const progress: number[] = []
  return new Promise<Dialled>((resolve) => {
    stack.invite({
      uri,
      from: { uri: `sip:95588@${TEST_DOMAIN}`, name: '听澜' },
      headers,
      sdp: SDP,
      handlers: {},
      onProgress: ({ status }) => progress.push(status),
      onAccepted: (dialog) => resolve({ status: 200, progress, dialog }),
      onRejected: ({ status }) => resolve({ status, progress }),
    })
  })
}
