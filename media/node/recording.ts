// Recording of a leg: ended by order or with the leg; the files are made beside the line of the call. What is to be made is
// written down until its owner has been told, so that a process that dies in between leaves it to the next.
import type { NodeCore } from './core.ts'
import { holdKeys } from './keys.ts'
import type { Leg, RecordingJob } from './legs.ts'

/** A disk that is full, or a decoder that was killed, is tried again so often. */
const AGAIN_MS = 30_000
/** longer than the call's actor waits for it */
const MOST_TRIES = 70

export function stopRecording(core: NodeCore, leg: Leg): void {
  const { recording, callId, legId, owner } = leg
  if (!recording) return
  const { recordingId, formats } = recording
  const job = { callId, legId, owner, recordingId, formats, audio: leg.audio.snapshot(), endedAt: core.wall() }
  core.keepJob(recordingId, job)
  leg.recording = undefined
  if (recording.paused) keysFollow(core, callId)
  // in line, so that it comes before the audio is removed
  core.later(leg, 'stop-recording', () =>
    leg.audio.stopRecording(formats).then(
      (recorded) => ready(core, job, recorded),
      (fault: unknown) => failedOnce(core, job, fault),
    ),
  )
  core.keep(leg)
}

/** Answers false where there is no such recording. A pause holds whatever the disk and the sound part do meanwhile. */
export function pauseRecording(core: NodeCore, callId: string, recordingId: string, paused: boolean): boolean {
  const leg = core.legs.ofCall(callId).find((each) => each.recording?.recordingId === recordingId)
  if (!leg?.recording) return false
  leg.recording = { ...leg.recording, paused }
  followPauses(core, leg)
  keysFollow(core, callId)
  core.keep(leg)
  return true
}

/** Keys of all parties; who is joined later takes its own. */
function keysFollow(core: NodeCore, callId: string): void {
  for (const leg of core.legs.ofCall(callId))
    if (leg.stage.mode === 'up')
      core.later(leg, 'pause-recording', async () => {
        if (leg.stage.mode === 'up') await holdKeys(core, leg)
      })
}

/** In line with what begins and ends it, so that the last word holds. */
export function followPauses(core: NodeCore, leg: Leg): void {
  core.later(leg, 'start-recording', async () => {
    if (!leg.recording || leg.stage.mode === 'ended') return
    const paused = leg.recording.paused === true
    if (paused || core.short()) await leg.audio.breakRecording(paused ? 'paused' : 'no-space')
    else await leg.audio.goOnRecording()
  })
}

/** For a process that died. */
export function finishRecording(core: NodeCore, job: RecordingJob, tries = 0): void {
  core.audio.finishRecording(job.audio, job.formats, job.endedAt).then(
    (recorded) => ready(core, job, recorded),
    (fault: unknown) => failedOnce(core, job, fault, tries),
  )
}

type Recorded = Awaited<ReturnType<NodeCore['audio']['finishRecording']>>

function ready(core: NodeCore, job: RecordingJob, { files, durationMs, gaps }: Recorded): void {
  const { callId, recordingId } = job
  const told = gaps.length > 0 ? { gaps } : {}
  const news = { type: 'recording-ready', callId, recordingId, files, durationMs, ...told } as const
  core.tell(job, news, () => core.keepJob(recordingId, undefined))
}

function failedOnce(core: NodeCore, job: RecordingJob, fault: unknown, tries = 0): void {
  const { callId, recordingId } = job
  const detail = fault instanceof Error ? fault.message : String(fault)
  core.log.error({ call: callId, recording: recordingId, tries, err: fault }, 'a recording could not be made')
  if (tries < MOST_TRIES && isPassing(detail)) {
    core.clock.after(AGAIN_MS, () => finishRecording(core, job, tries + 1))
    return
  }
  core.tell(job, { type: 'recording-failed', callId, recordingId, detail }, () => core.keepJob(recordingId, undefined))
}

/** What is in the taps does not change; a full disk and a killed helper do. */
const isPassing = (detail: string): boolean => /ENOSPC|no space|EIO|SIGKILL|signal|thread/i.test(detail)
