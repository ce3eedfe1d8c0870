// What an agent has yet to do for a call: to say what it was about, or to have its customer called.

/** A call whose queue wants to know what it was about. */
export interface Owed {
  callId: string
  queueId: string
  /** how the caller was called by */
  number: string
}

/** The customer asked to be called, then, and so many calls were in vain: dialled when the agent has answered. */
export interface CallbackDue {
  askedAt: number
  tries: number
}
