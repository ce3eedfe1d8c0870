// One finished tap → WAV and MP3. Runs in a thread of its own (recording-thread.ts): an hour of sound takes seconds.
import { mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { runProgram } from '#media/audio/program.ts'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import type { Recorded } from '#media/node/audio.ts'
import { gapsOf } from './gaps.ts'
import { HEADER, packetsIn, soundOf } from './pcap.ts'
import { type FilesDone, type FilesJob, PART, type Played } from './recording-words.ts'
import { otherCodecsOf } from './sdp.ts'
import { decodeVoices } from './voices.ts'

const RATE = 8000

// one after the other: a hundred calls that end at once must not start a hundred encoders
let line = Promise.resolve()
parentPort?.on('message', ({ id, job }: { id: number; job: FilesJob }) => {
  line = line.then(async () => {
    const done: FilesDone = await files(job).then(
      (recorded) => ({ id, ok: true, recorded }),
      (fault: unknown) => ({ id, ok: false, detail: fault instanceof Error ? fault.message : String(fault) }),
    )
    parentPort?.postMessage(done)
  })
})

async function files({ taps, recordingsFolder: root, recording, formats, endedAt }: FilesJob): Promise<Recorded> {
  const { recordingId, startedAt, stubPort, phone = '' } = recording
  const frames = Math.max(0, Math.round(((endedAt - startedAt) * RATE) / 1000))
  const folder = folderOf(startedAt)
  // made by a process that died before it could say so
  const already = taps.length === 0 ? await madeBefore(root, folder, recordingId, formats) : undefined
  if (already) return { files: already, durationMs: endedAt - startedAt, gaps: gapsOf(recording, [], endedAt) }
  if (taps.length === 0 && recording.played.length === 0) throw new Error('nothing of it was found')
  const packets = (await Promise.all(taps.map(async (tap) => packetsIn(await readFile(tap), HEADER).packets))).flat()
  const voices = await decodeVoices(
    packets.filter(({ toPort }) => toPort !== stubPort),
    otherCodecsOf(phone),
    taps[0] ?? recordingId,
  )
  const sound = soundOf(packets, { startedAt, frames, stubPort }, voices)
  for (const played of recording.played) await layIn(sound.heard, played, startedAt, endedAt)
  await mkdir(join(root, folder), { recursive: true })
  const base = join(root, folder, recordingId)
  // under another name until they are whole: a file that is there is good
  await writeFile(`${base}.wav${PART}`, encodeWav({ rate: RATE, channels: [sound.said, sound.heard] }))
  if (formats.includes('mp3')) await toMp3(`${base}.wav${PART}`, `${base}.mp3${PART}`)
  for (const format of formats) await rename(`${base}.${format}${PART}`, `${base}.${format}`)
  if (!formats.includes('wav')) await unlink(`${base}.wav${PART}`)
  const made = await madeBefore(root, folder, recordingId, formats)
  if (!made) throw new Error('its files are gone')
  for (const tap of taps) await unlink(tap)
  return { files: made, durationMs: endedAt - startedAt, gaps: gapsOf(recording, packets, endedAt) }
}

async function madeBefore(
  root: string,
  folder: string,
  recordingId: string,
  formats: FilesJob['formats'],
): Promise<Recorded['files'] | undefined> {
  const found: Recorded['files'] = []
  for (const format of formats) {
    const path = join(folder, `${recordingId}.${format}`)
    const file = await stat(join(root, path)).catch(() => undefined)
    if (!file) return undefined
    found.push({ format, path, bytes: file.size })
  }
  return found
}

// lame and not ffmpeg, whose start alone costs six times what lame needs for a call of ten seconds; its fast setting, for there is no
// telephone in which the finer search for noise could be heard (60 s of sound: 73 ms of CPU, 100 by default)
const toMp3 = (wav: string, mp3: string): Promise<void> =>
  runProgram('lame', ['--quiet', '-q', '7', '-b', '32', wav, mp3])

/** One folder a day (UTC), so that no folder grows without end. */
const folderOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

async function layIn(heard: Int16Array, played: Played, startedAt: number, endedAt: number): Promise<void> {
  const samples = decodeWav(await readFile(played.path)).channels[0]
  if (!samples || samples.length === 0) return
  const from = Math.round(((played.from - startedAt) * RATE) / 1000)
  const most = played.times === 'forever' ? Number.POSITIVE_INFINITY : samples.length * played.times
  const until = Math.min(Math.round((((played.until ?? endedAt) - startedAt) * RATE) / 1000), from + most, heard.length)
  for (let i = Math.max(0, from); i < until; i++) heard[i] = samples[(i - from) % samples.length]!
}
