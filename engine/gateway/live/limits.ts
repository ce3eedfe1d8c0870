// How much of /live one session and one address may take, so that whoever takes more shuts out himself and nobody else.

export interface LiveLimits {
  /** sockets at once; of one session so many as an office may open pages with one account, such as wall screens */
  perSession: number
  perAddress: number
  most: number
}

export const LIVE_LIMITS: LiveLimits = { perSession: 250, perAddress: 1_000, most: 5_000 }

export interface Places {
  /** The answer gives the place back; undefined = there is none left for this one. */
  take(session: string, address: string): (() => void) | undefined
}

export function placesOf({ perSession, perAddress, most }: LiveLimits): Places {
  const sessions = new Map<string, number>()
  const addresses = new Map<string, number>()
  let all = 0
  const count = (of: Map<string, number>, key: string, more: 1 | -1): void => {
    const next = (of.get(key) ?? 0) + more
    if (next > 0) of.set(key, next)
    else of.delete(key)
  }
  return {
    take(session, address) {
      if (all >= most || (sessions.get(session) ?? 0) >= perSession || (addresses.get(address) ?? 0) >= perAddress)
        return undefined
      const change = (more: 1 | -1): void => {
        all += more
        count(sessions, session, more)
        count(addresses, address, more)
      }
      change(1)
      let back = false
      return () => {
        if (!back) change(-1)
        back = true
      }
    },
  }
}

/** So many at once, then so many a second. `steady` is ms that only go on. */
export function bucketOf(atOnce: number, perSecond: number, steady: () => number): () => boolean {
  let left = atOnce
  let at = steady()
  return () => {
    const now = steady()
    left = Math.min(atOnce, left + ((now - at) / 1_000) * perSecond)
    at = now
    if (left < 1) return false
    left -= 1
    return true
  }
}
