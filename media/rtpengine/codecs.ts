// Which codecs rtpengine is told to keep, offer and transcode between a phone and its stub.
import type { NgDictionary } from './codec.ts'
import { payloadsOf } from './sdp.ts'

/** The stub always speaks A-law. A phone that can do so too is spared transcoding; any other keeps its own codec. */
export function codecsToward(phone: string, preferred: readonly string[]): NgDictionary {
  const canALaw = payloadsOf(phone).audio.name === 'PCMA'
  const wanted = preferred.some((codec) => new RegExp(`^a=rtpmap:\\d+ ${codec}/`, 'im').test(phone))
  return canALaw && !wanted
    ? { strip: ['all'], offer: ['PCMA', 'telephone-event'], transcode: ['PCMA'] }
    : { mask: ['all'], offer: ['telephone-event'], transcode: ['PCMA'] }
}
