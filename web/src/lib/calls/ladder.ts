// A call's SIP messages in the order of their moments, each with its leg's lane and what stands on its arrow. Pure.
import type { TracedLeg, TracedMessage } from '#engine/protocol/sip-trace.ts'

export interface Rung {
  message: TracedMessage
  lane: number
  /** INVITE, or 180 Ringing */
  label: string
}

export const labelOf = (text: string): string => {
  const [first = ''] = text.split('\r\n', 1)
  return first.startsWith('SIP/2.0 ') ? first.slice('SIP/2.0 '.length) : (first.split(' ', 1)[0] ?? '')
}

export const ladderOf = (legs: readonly TracedLeg[]): Rung[] =>
  legs
    .flatMap(({ messages }, lane) => messages.map((message) => ({ message, lane, label: labelOf(message.text) })))
    .sort((a, b) => a.message.at - b.message.at)
