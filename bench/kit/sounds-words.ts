// What a scenario and its phones' sound say to each other.

export type ToSounds =
  | { type: 'open'; calls: number; parties: number }
  | { type: 'connect'; phone: number; to: { host: string; port: number } }
  /** tells, and begins anew */
  | { type: 'figures' }

export type FromSounds = { type: 'open'; ports: number[] } | ({ type: 'figures' } & SoundFigures)

export interface SoundFigures {
  packets: number
  /** between two packets of one phone more than 60 ms */
  late: number
  gapP99: number
  gapMost: number
  shouts: number
  /** from mouth to ear */
  delayP50: number
  delayP99: number
}
