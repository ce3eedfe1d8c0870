// Any sound in the form that is played: 8 kHz, as loud as a voice on the phone. Uploads and other voices come through it.
import { runProgram } from '#media/audio/program.ts'

/** All that is played: what phones speak, so rtpengine only has to encode. */
export const RATE = 8000
/** Not louder than a voice on the phone, nor much quieter. */
const LEVEL = ['-af', `loudnorm=I=-19:TP=-3:LRA=11,aresample=${RATE}`]

export const forTelephone = (source: string, to: string): Promise<void> =>
  runProgram('ffmpeg', [
    ...['-nostdin', '-loglevel', 'error', '-y', '-i', source, '-vn', '-ac', '1', ...LEVEL, '-ar', String(RATE)],
    ...['-c:a', 'pcm_s16le', '-f', 'wav', to],
  ])
