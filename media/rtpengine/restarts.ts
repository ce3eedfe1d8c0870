// Notices that rtpengine was started anew: it counts every question for its statistics, so at each of ours the count has
// grown, unless it began again. (Its uptime is told in whole seconds: a death in its first one would not show. The count is
// raised after the answer: where the machine stood still in between it is told twice, yet the uptime has grown.)
import type { SipClock } from '#media/sip/api.ts'
import type { NgDictionary } from './codec.ts'
import type { Ng } from './ng.ts'

const ASK_MS = 500

export interface RestartWatch {
  stop(): void
}

export function watchRestarts(ng: Pick<Ng, 'command'>, clock: SipClock, restarted: () => void): RestartWatch {
  let cancel = () => {}
  let stopped = false
  let known: Told = { count: -1, uptime: 0 }
  const ask = async (): Promise<void> => {
    const told = await askOf(ng)
    if (stopped) return
    if (told) {
      const { count, uptime } = told
      if (count < known.count || (count === known.count && uptime <= known.uptime)) restarted()
      known = told
    }
    cancel = clock.after(ASK_MS, () => void ask())
  }
  void ask()
  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}

interface Told {
  count: number
  /** whole seconds */
  uptime: number
}

interface Statistics {
  statistics?: { controlstatistics?: NgDictionary; totalstatistics?: NgDictionary }
}

/** undefined while it does not answer */
async function askOf(ng: Pick<Ng, 'command'>): Promise<Told | undefined> {
  try {
    const { statistics } = (await ng.command('statistics', {})) as Statistics
    const count = Number(statistics?.controlstatistics?.totalstatscount)
    const uptime = Number(statistics?.totalstatistics?.uptime)
    return Number.isFinite(count) && Number.isFinite(uptime) ? { count, uptime } : undefined
  } catch {
    return undefined
  }
}
