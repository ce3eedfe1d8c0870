// Notices that rtpengine was started anew: it counts every question for its statistics, so at each of ours the count has
// grown, unless it began again. (Its uptime is told in whole seconds: a death in its first one would not show.)
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
  let known = -1
  const ask = async (): Promise<void> => {
    const count = await questionsOf(ng)
    if (stopped) return
    if (count !== undefined) {
      if (count <= known) restarted()
      known = count
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
async function questionsOf(ng: Pick<Ng, 'command'>): Promise<number | undefined> {
  try {
    const { statistics } = (await ng.command('statistics', {})) as { statistics?: { controlstatistics?: NgDictionary } }
    const count = Number(statistics?.controlstatistics?.totalstatscount)
    return Number.isFinite(count) ? count : undefined
  } catch {
    return undefined
  }
}
