// Notices that rtpengine was started anew: its uptime, asked for now and then, has become less.
import type { SipClock } from '#media/sip/api.ts'
import type { NgDictionary } from './codec.ts'
import type { Ng } from './ng.ts'

const ASK_MS = 500

export interface RestartWatch {
  stop(): void
}

export function watchRestarts(ng: Ng, clock: SipClock, restarted: () => void): RestartWatch {
  let cancel = () => {}
  let stopped = false
  let known = -1
  const ask = async (): Promise<void> => {
    const upSeconds = await uptimeOf(ng)
    if (stopped) return
    if (upSeconds !== undefined) {
      if (upSeconds < known) restarted()
      known = upSeconds
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

/** undefined while it does not answer */
async function uptimeOf(ng: Ng): Promise<number | undefined> {
  try {
    const { statistics } = (await ng.command('statistics', {})) as { statistics?: { totalstatistics?: NgDictionary } }
    const seconds = Number(statistics?.totalstatistics?.uptime)
    return Number.isFinite(seconds) ? seconds : undefined
  } catch {
    return undefined
  }
}
