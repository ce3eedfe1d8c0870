// Words that the recording, its thread and the making of its files share.
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
