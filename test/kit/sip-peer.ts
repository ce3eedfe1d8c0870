// A phone of our own for tests of the media node: our SIP stack as caller or called party, with an RTP end of G.711.
import type { Dialog, DialogHandlers, IncomingInvite, SipStack } from '#media/sip/api.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startSipStack } from '#media/sip/start.ts'
import { RtpEnd } from './audio.ts'
import { waitFor } from './wait.ts'

export interface PeerCall {
  audio: RtpEnd
  dialog: Dialog
  ended(): boolean
}

interface AudioOptions {
  hz?: number
  codec?: 'PCMA' | 'PCMU'
  /** see RtpEnd */
  saysPort?: number
  saysHost?: string
  /** sends nothing yet */
  quiet?: boolean
}

interface CallOptions extends AudioOptions {
  headers?: Record<string, string>
  from?: string
}

export class SipPeer {
  readonly stack: SipStack
  readonly waiting: IncomingInvite[]
  /** takes calls instead of `arrival` */
  onCall: ((invite: IncomingInvite) => void) | undefined

  private constructor(stack: SipStack, waiting: IncomingInvite[]) {
    this.stack = stack
    this.waiting = waiting
  }

  /** `edge`: the node's address, for calls out; `host` is where the peer stands. */
  static async open(edge: string, host = '127.0.0.1'): Promise<SipPeer> {
    const waiting: IncomingInvite[] = []
    let peer: SipPeer | undefined
    const stack = await startSipStack({
      ...{ host, port: 0, edge, clock: systemClock },
      onInvite: (invite) => (peer?.onCall ? peer.onCall(invite) : void waiting.push(invite)),
    })
    peer = new SipPeer(stack, waiting)
    return peer
  }

  get uri(): string {
    return `sip:127.0.0.1:${this.stack.port};transport=tcp`
  }

  /** Calls `number` with these headers of the edge; resolves when answered. */
  async call(number: string, options: CallOptions = {}): Promise<PeerCall> {
    const audio = await RtpEnd.open(options)
    audio.saysPort = options.saysPort
    audio.saysHost = options.saysHost ?? audio.saysHost
    audio.quiet = options.quiet ?? false
    const { handlers, ended } = endHandlers(audio)
    const from = { uri: `sip:${options.from ?? '13800138000'}@test`, name: 'Peer' }
    let dialog: Dialog | undefined
    let rejected: string | undefined
    this.stack.invite({
      ...{ uri: `sip:${number}@tinglan`, from, sdp: audio.sdp(), headers: options.headers ?? {}, handlers },
      onAccepted(made, sdp) {
        dialog = made
        audio.connect(sdp)
      },
      onRejected: ({ status, reason, local }) => {
        rejected = `${status} ${reason}${local ? ' (by our own stack)' : ''}`
      },
    })
    await waitFor(() => dialog ?? rejected, { what: `${number} answers` })
    if (!dialog) {
      audio.close()
      throw new Error(`rejected: ${rejected}`)
    }
    return { audio, dialog, ended }
  }

  /** The next call to this peer. */
  arrival(): Promise<IncomingInvite> {
    return waitFor(() => this.waiting.shift(), { what: 'a call arrives at the peer' })
  }

  async answer(
    invite: IncomingInvite,
    options: AudioOptions & { headers?: Record<string, string> } = {},
  ): Promise<PeerCall> {
    const audio = await RtpEnd.open(options)
    audio.saysPort = options.saysPort
    audio.saysHost = options.saysHost ?? audio.saysHost
    audio.quiet = options.quiet ?? false
    const { handlers, ended } = endHandlers(audio)
    const dialog = invite.accept(audio.sdp(), handlers, options.headers)
    if (!dialog) throw new Error('the caller has gone')
    audio.connect(invite.sdp!)
    return { audio, dialog, ended }
  }

  stop(): Promise<void> {
    return this.stack.stop()
  }
}

function endHandlers(audio: RtpEnd): { handlers: DialogHandlers; ended: () => boolean } {
  let over = false
  return {
    ended: () => over,
    handlers: {
      ended: () => {
        over = true
      },
      // a new place for the sound is gone along with
      offered({ sdp }) {
        if (sdp !== undefined) audio.connect(sdp)
        return { sdp: audio.sdp() }
      },
    },
  }
}
