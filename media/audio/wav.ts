// 16-bit PCM WAV files: written whole, read with whatever chunks come before the sound.

export interface Wav {
  rate: number
  channels: Int16Array[]
}

const HEADER = 44

export function encodeWav({ rate, channels }: Wav): Buffer {
  const count = channels[0]?.length ?? 0
  const frame = channels.length * 2
  const wav = Buffer.alloc(HEADER + count * frame)
  wav.write('RIFF', 0, 'latin1')
  wav.writeUInt32LE(HEADER - 8 + count * frame, 4)
  wav.write('WAVEfmt ', 8, 'latin1')
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(channels.length, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(rate * frame, 28)
  wav.writeUInt16LE(frame, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36, 'latin1')
  wav.writeUInt32LE(count * frame, 40)
  // little-endian as every machine that Node runs on
  const samples = new Int16Array(wav.buffer, wav.byteOffset + HEADER, count * channels.length)
  if (channels.length === 1) samples.set(channels[0]!)
  else
    for (const [c, channel] of channels.entries())
      for (let i = 0, at = c; i < count; i++, at += channels.length) samples[at] = channel[i]!
  return wav
}

/** Throws when it is not 16-bit PCM. */
export function decodeWav(bytes: Buffer): Wav {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('not WAV')
  let format: { channels: number; rate: number } | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, at + 8 + size)
    if (name === 'fmt ') {
      if (body.readUInt16LE(14) !== 16) throw new Error('not 16-bit PCM')
      format = { channels: body.readUInt16LE(2), rate: body.readUInt32LE(4) }
    }
    if (name === 'data' && format) return samplesOf(body, format)
    at += 8 + size + (size & 1)
  }
  throw new Error('no sound in the WAV')
}

function samplesOf(body: Buffer, format: { channels: number; rate: number }): Wav {
  const count = Math.floor(body.length / (2 * format.channels))
  // a Buffer may begin at an odd byte of its memory
  if (format.channels === 1)
    return { rate: format.rate, channels: [new Int16Array(Uint8Array.from(body).buffer, 0, count)] }
  const channels = Array.from({ length: format.channels }, () => new Int16Array(count))
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < format.channels; c++) channels[c]![i] = body.readInt16LE((i * format.channels + c) * 2)
  }
  return { rate: format.rate, channels }
}
