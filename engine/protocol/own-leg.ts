// One leg of an agent, as a media node tells it after a restart.
import type { LegTruth } from './media.ts'

/** One leg of an agent as the media node knows it; all but the first four absent in records of before 2026-12. */
export type OwnLeg = Pick<LegTruth, 'legId' | 'callId' | 'node' | 'state'> &
  Partial<Pick<LegTruth, 'tags' | 'from' | 'to' | 'direction' | 'ageMs'>>
