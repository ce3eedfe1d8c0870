// Which microphone and loudspeaker this person talks with on this machine. One that is gone gives way to the system's own.
const MIC_KEY = 'tinglan.mic'
const SPEAKER_KEY = 'tinglan.speaker'

export interface Devices {
  mics: { id: string; name: string }[]
  speakers: { id: string; name: string }[]
}

export const chosenMic = (): string => localStorage.getItem(MIC_KEY) ?? ''
export const chosenSpeaker = (): string => localStorage.getItem(SPEAKER_KEY) ?? ''
export const chooseMic = (id: string): void => localStorage.setItem(MIC_KEY, id)
export const chooseSpeaker = (id: string): void => localStorage.setItem(SPEAKER_KEY, id)

/** `ideal`, not `exact`: a headset that was unplugged must not cost a call. */
export function audioWanted(): MediaTrackConstraints {
  const id = chosenMic()
  const how = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  return id === '' ? how : { ...how, deviceId: { ideal: id } }
}

/** Named only once the microphone is allowed. */
export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices()
  const of = (kind: MediaDeviceKind) =>
    all.filter((one) => one.kind === kind && one.label !== '').map((one) => ({ id: one.deviceId, name: one.label }))
  return { mics: of('audioinput'), speakers: of('audiooutput') }
}

/** Where the browser lets us choose; elsewhere the sound comes from the system's own. */
export async function toSpeaker(audio: HTMLAudioElement): Promise<void> {
  if (!('setSinkId' in audio)) return
  await audio.setSinkId(chosenSpeaker()).catch(() => audio.setSinkId('').catch(() => undefined))
}

/** Speaks back what was said for so long, as the other end would hear it (AGT-16). Answers when it has been played. */
export async function sayBack(ms: number): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: audioWanted() })
  const recorder = new MediaRecorder(stream)
  const pieces: Blob[] = []
  recorder.ondataavailable = ({ data }) => pieces.push(data)
  const recorded = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve()
  })
  recorder.start()
  setTimeout(() => recorder.stop(), ms)
  await recorded
  for (const track of stream.getTracks()) track.stop()
  const url = URL.createObjectURL(new Blob(pieces, { type: recorder.mimeType }))
  try {
    await playOnce(new Audio(url))
  } finally {
    URL.revokeObjectURL(url)
  }
}

async function playOnce(audio: HTMLAudioElement): Promise<void> {
  await toSpeaker(audio)
  const over = new Promise<void>((resolve) => {
    audio.onended = () => resolve()
    audio.onerror = () => resolve()
  })
  await audio.play()
  await over
}
