// A recording for the mock: two voices that take turns.
/** Twenty seconds of stereo: a tone left, another right. */
export function sound(): Buffer {
  const frames = 8_000 * 20
  const bytes = Buffer.alloc(44 + frames * 4)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + frames * 4, 4)
  bytes.write('WAVEfmt ', 8)
  for (const [at, value, size] of [
    [16, 16, 4],
    [20, 1, 2],
    [22, 2, 2],
    [24, 8_000, 4],
    [28, 32_000, 4],
    [32, 4, 2],
    [34, 16, 2],
  ] as const)
    size === 4 ? bytes.writeUInt32LE(value, at) : bytes.writeUInt16LE(value, at)
  bytes.write('data', 36)
  bytes.writeUInt32LE(frames * 4, 40)
  for (let n = 0; n < frames; n++) {
    const turn = Math.floor(n / 16_000) % 2
    const swell = Math.abs(Math.sin(n / 3_000)) * 9_000
    bytes.writeInt16LE(turn === 0 ? Math.round(Math.sin(n / 4) * swell) : 0, 44 + n * 4)
    bytes.writeInt16LE(turn === 1 ? Math.round(Math.sin(n / 3) * swell) : 0, 46 + n * 4)
  }
  return bytes
}
