// Words that the recording, its thread and the making of its files share.
import type { GapReason } from '#engine/protocol/media.ts'
import type { Recorded } from '#media/node/audio.ts'

export interface Played {
  path: string
  durationMs: number
  times: number | 'forever'
  from: number
  until: number | undefined
}

export interface RecordingSnapshot {
  recordingId: string
  startedAt: number
  stubPort: number
  /** its SDP, for what it may speak besides G.711; absent in a journal of an older release */
  phone?: string
  played: Played[]
  /** nothing is recorded from then on until it goes on; absent in a journal of an older release */
  breaks?: Break[]
}

export interface Break {
  reason: GapReason
  /** undefined: when the last sound before `until` came */
  from: number | undefined
  /** undefined: it lasts */
  until: number | undefined
}

export interface FilesJob {
  /** in order of time */
  taps: string[]
  recordingsFolder: string
  recording: RecordingSnapshot
  formats: readonly ('wav' | 'mp3')[]
  endedAt: number
}

export type FilesDone = { id: number } & ({ ok: true; recorded: Recorded } | { ok: false; detail: string })

/** Behind the name of a file that is not whole yet. */
export const PART = '.part'
