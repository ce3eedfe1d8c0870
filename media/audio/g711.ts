// G.711 A-law and µ-law as tables (ITU-T G.711).

const fromALaw = new Int16Array(256)
const fromMuLaw = new Int16Array(256)
const toALaw = new Uint8Array(65_536)
const toMuLaw = new Uint8Array(65_536)

for (let code = 0; code < 256; code++) {
  const a = code ^ 0x55
  const segment = (a & 0x70) >> 4
  let level = (a & 0x0f) << 4
  if (segment === 0) level += 8
  else level = (level + 0x108) << (segment - 1)
  fromALaw[code] = a & 0x80 ? level : -level

  const u = ~code & 0xff
  const magnitude = (((u & 0x0f) << 3) + 0x84) << ((u & 0x70) >> 4)
  fromMuLaw[code] = u & 0x80 ? 0x84 - magnitude : magnitude - 0x84
}

const SEGMENT_ENDS = [0x1f, 0x3f, 0x7f, 0xff, 0x1ff, 0x3ff, 0x7ff, 0xfff]
for (let sample = -32_768; sample < 32_768; sample++) {
  const positive = sample >= 0
  const mask = positive ? 0xd5 : 0x55
  const level = positive ? sample >> 3 : -(sample >> 3) - 1
  const segment = SEGMENT_ENDS.findIndex((end) => level <= end)
  const code = segment < 0 ? 0x7f : (segment << 4) | ((segment < 2 ? level >> 1 : level >> segment) & 0x0f)
  toALaw[sample & 0xffff] = code ^ mask

  const biased = Math.min(Math.abs(sample), 32_635) + 0x84
  const exponent = 24 - Math.clz32(biased)
  toMuLaw[sample & 0xffff] = ~((positive ? 0 : 0x80) | (exponent << 4) | ((biased >> (exponent + 3)) & 0x0f))
}

/** A whole packet; `Int16Array.from` with a function goes by its iterator and takes ten times as long. */
export function linearOf(payload: Uint8Array, law: 'a' | 'mu'): Int16Array {
  const table = law === 'a' ? fromALaw : fromMuLaw
  const samples = new Int16Array(payload.length)
  for (let i = 0; i < samples.length; i++) samples[i] = table[payload[i]!]!
  return samples
}

export const aLawToLinear = (code: number): number => fromALaw[code]!
export const muLawToLinear = (code: number): number => fromMuLaw[code]!
export const linearToALaw = (sample: number): number => toALaw[sample & 0xffff]!
export const linearToMuLaw = (sample: number): number => toMuLaw[sample & 0xffff]!
