// What the mixer and its threads say to each other.
import type { Payloads, RtpAddress } from '#media/rtpengine/sdp.ts'

/** One leg's place: it sends to the port that is opened for it, and is sent the others from there. */
export interface Seat {
  id: string
  /** legs of one room may hear each other */
  room: string
  /** where the leg hears and speaks */
  to: RtpAddress
  payloads: Payloads
}

/** `take` counts the seats that were asked for */
export type ToThread =
  | { type: 'seat'; take: number; seat: Seat }
  /** those who have no seat (yet) are heard once they have one */
  | { type: 'hears'; id: string; speakers: readonly string[] }
  | { type: 'leave'; id: string }
  | { type: 'ping' }

export type FromThread =
  | { type: 'seated'; take: number; port: number }
  | { type: 'unseated'; take: number; why: string }
  | { type: 'pong'; figures: Figures }

export interface Figures {
  rooms: number
  seats: number
  /** ms that a tick is behind its time, of late */
  lateP99: number
  lateMost: number
}
