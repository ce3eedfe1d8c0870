// What is known of one leg's audio, and how it begins: JSON-safe, for a new process to go on with.
import { randomBytes } from 'node:crypto'
import type { Device, Trust } from '#media/node/audio.ts'
import type { RecordingSnapshot } from './recording-words.ts'
import { isHeld, type Payloads, type RtpAddress } from './sdp.ts'

/** Nobody listens there (RFC 863); the kernel throws it away without waking a process. */
export const NOBODY: RtpAddress = { host: '127.0.0.1', port: 9 }
export const PLAIN: Payloads = { audio: { type: 8, name: 'PCMA' }, events: 101 }

export interface LegSnapshot {
  id: string
  trust: Trust
  /** who made the last offer: the phone (L) or we (X) */
  offerer: 'L' | 'X'
  device: Device
  /** the phone's last SDP */
  phone: string
  /** where its SIP comes from, as the edge saw it */
  signalledFrom?: string | undefined
  /** where its sound was first seen to come from, since its last SDP */
  learnt?: RtpAddress | undefined
  payloads: Payloads
  stub: RtpAddress
  at: RtpAddress
  version: number
  blocked: { L: boolean; X: boolean }
  ways: { hears: boolean; heard: boolean }
  playing: boolean
  /** keys of its phone pass to nobody */
  keysHeld?: boolean
  recording: RecordingSnapshot | undefined
}

export const fresh = (trust: Trust): LegSnapshot => ({
  id: `tl${randomBytes(9).toString('hex')}`,
  trust,
  offerer: 'L',
  device: 'phone',
  phone: '',
  payloads: PLAIN,
  stub: { host: '', port: 0 },
  at: NOBODY,
  version: 1,
  blocked: { L: false, X: false },
  ways: { hears: false, heard: false },
  playing: false,
  recording: undefined,
})

/** Nothing of its partner is sent to it: something else plays, it must not hear him, or it wants no sound now. */
export const isDeaf = ({ playing, ways, at, phone }: LegSnapshot): boolean =>
  playing || (at.port !== NOBODY.port && !ways.hears) || isHeld(phone)
