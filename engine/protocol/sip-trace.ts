// What was said by SIP of a call: the media nodes keep it for a while, without bodies and passwords.

/** To every media node: what is kept of this call? */
export interface TraceAsk {
  callId: string
}

export interface TracedMessage {
  /** ms of the day's clock of that node */
  at: number
  /** `in`: to the media node */
  direction: 'in' | 'out'
  /** host:port of the other side, and of the node */
  peer: string
  own: string
  text: string
}

/** One leg, or one try of it: a phone that is dialled anew has another. */
export interface TracedLeg {
  legId: string
  node: string
  direction: 'in' | 'out'
  /** who calls, or who is called */
  party: string
  messages: TracedMessage[]
}

export interface CallTrace {
  legs: TracedLeg[]
}
