// Where a phone's sound comes from: taken once, then nothing else is heard on its leg until it says in SIP where it is now.
// rtpengine forgets what it learnt at every re-point, so what it learnt is told to it from then on.
import type { Trust } from '#media/node/audio.ts'
import type { NgDictionary, NgValue } from './codec.ts'
import { addressOf, type RtpAddress } from './sdp.ts'

/** Nothing but what comes from where the SDP says (`asymmetric`: and nothing is learnt). */
export const FROM_THERE_ONLY = ['strict-source', 'asymmetric'] as const
/** The first packet tells where it is, every other source is a stranger from then on. */
export const LEARNT_ONCE = ['strict-source', 'endpoint-learning-immediate'] as const

export interface Source {
  trust: Trust
  /** the phone's last SDP */
  phone: string
  /** where its SIP comes from */
  signalledFrom?: string | undefined
  /** where its sound came from first */
  learnt?: RtpAddress | undefined
}

/** What the SDP says is all that counts: a carrier's, or that of a phone whose SIP comes from the same address (no NAT). */
export const isSure = ({ trust, phone, signalledFrom, learnt }: Source): boolean =>
  trust === 'fixed' || learnt !== undefined || (phone !== '' && addressOf(phone)?.host === signalledFrom)

/** A stranger who was faster than the phone comes from elsewhere than its SIP and its SDP say. */
export const mayBe = ({ phone, signalledFrom }: Source, { host }: RtpAddress): boolean =>
  signalledFrom === undefined || host === signalledFrom || host === addressOf(phone)?.host

/** The SDP as the phone would have written it without NAT. */
export function sdpAt(sdp: string, at: RtpAddress | undefined): string {
  if (!at) return sdp
  return sdp
    .replace(/^(c=IN IP)[46] \S+/gm, `$1${at.host.includes(':') ? 6 : 4} ${at.host}`)
    .replace(/^(m=audio )\d+/m, `$1${at.port}`)
    .replace(/^a=rtcp:.*\r?\n/gm, '')
}

type Fields = Record<string, NgValue>
const listOf = (value: NgValue | undefined): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])

/** What `query` tells of the phone's side: where its sound was seen to come from; undefined while there was none. */
export function seenAt(query: NgDictionary): RtpAddress | undefined {
  const phone = (query.tags as Record<string, Fields> | undefined)?.L
  const stream = listOf(listOf(phone?.medias)[0]?.streams)[0]
  const flags = Array.isArray(stream?.flags) ? stream.flags : []
  const endpoint = stream?.endpoint as Fields | undefined
  if (!endpoint || !flags.includes('confirmed')) return undefined
  return { host: String(endpoint.address), port: Number(endpoint.port) }
}
