// How the ledger grows and when it is full: for doctor, the system page and metrics.

export interface Held {
  bytes: number
  /** absolute ms of the oldest entry it holds, 0 for none */
  firstAt: number
  /** bound of `bytes`, 0 for none: then the disk is */
  maxBytes: number
}

export interface Growth {
  bytesPerDay: number
  /** days until the bound, or the disk, is reached; undefined while nobody can tell */
  daysLeft: number | undefined
}

const DAY_MS = 86_400_000
/** over less the rate says nothing */
const LEAST_MS = 3_600_000
const GIB = 2 ** 30

/** `freeBytes` of the disk that the ledger lies on; undefined when it lies elsewhere. */
export function growthOf(held: Held, now: number, freeBytes: number | undefined): Growth {
  const ms = now - held.firstAt
  if (held.firstAt === 0 || ms < LEAST_MS) return { bytesPerDay: 0, daysLeft: undefined }
  const bytesPerDay = (held.bytes / ms) * DAY_MS
  const rooms = [
    ...(held.maxBytes > 0 ? [held.maxBytes - held.bytes] : []),
    ...(freeBytes === undefined ? [] : [freeBytes]),
  ]
  const room = Math.max(0, Math.min(...rooms))
  return { bytesPerDay, daysLeft: rooms.length > 0 && bytesPerDay > 0 ? room / bytesPerDay : undefined }
}

/** Such as "1.2 GiB, 34 MiB a day, full in 120 days". */
export function growthWords({ bytes }: Held, { bytesPerDay, daysLeft }: Growth): { zh: string; en: string } {
  const size = (of: number) => (of >= GIB ? `${(of / GIB).toFixed(1)} GiB` : `${Math.ceil(of / 2 ** 20)} MiB`)
  const zh = [size(bytes)]
  const en = [size(bytes)]
  if (bytesPerDay > 0) {
    zh.push(`每天增长 ${size(bytesPerDay)}`)
    en.push(`${size(bytesPerDay)} a day`)
  }
  if (daysLeft !== undefined) {
    zh.push(`约 ${Math.floor(daysLeft)} 天后写满`)
    en.push(`full in ${Math.floor(daysLeft)} days`)
  }
  return { zh: zh.join('，'), en: en.join(', ') }
}
