// Signs of life of the legs that are up. Sound that stops proves nothing by itself: a phone may be held, or send nothing while
// muted. So who is silent is asked (OPTIONS within the call), and who does not answer that either is gone. A browser sends
// packets even when it is muted: one that sends none for long has lost its sound, whatever its page answers.
import type { NodeCore } from './core.ts'
import { lost } from './hanging-up.ts'
import type { Leg } from './legs.ts'

const ROUND_MS = 2_000
/** a question to rtpengine each: phones, which are given longer, are looked at in every third round only */
const PHONE_ROUNDS = 3
/** so long without a packet, and the peer is asked; a page that is loaded anew on a slow machine is back by then */
const SILENT_MS = 7_500
const ASK_AGAIN_MS = 4_000
/** a browser that answers and sends nothing */
const SOUNDLESS_MS = 25_000

interface SignOfLife {
  packets: number
  /** when the last one was counted */
  since: number
  askedAt: number
}

/** What an edge or a peer says when nobody is there any more; whatever else is answered is a sign of life. */
const NOBODY_THERE = new Set([408, 410, 430, 477, 478, 480, 481, 503, 504])

export function watchDeadParties(core: NodeCore): { stop(): void } {
  const signs = new WeakMap<Leg, SignOfLife>()
  let cancel = () => {}
  let stopped = false
  let rounds = 0
  async function round(): Promise<void> {
    const phonesToo = rounds++ % PHONE_ROUNDS === 0
    // one after the other: a thousand questions at once would make rtpengine's answers late
    for (const leg of core.legs.all()) {
      if (stopped) return
      if (leg.audio.device !== 'web' && !phonesToo) continue
      await look(core, signs, leg).catch((fault: unknown) => {
        core.log.info({ call: leg.callId, leg: leg.legId, err: fault }, 'its sound could not be asked for')
      })
    }
    if (!stopped) cancel = core.clock.after(ROUND_MS, () => void round())
  }
  cancel = core.clock.after(ROUND_MS, () => void round())
  return {
    stop() {
      stopped = true
      cancel()
    },
  }
}

const isAnswer = (status: number): boolean => status !== 408 && status < 500

async function look(core: NodeCore, signs: WeakMap<Leg, SignOfLife>, leg: Leg): Promise<void> {
  if (leg.stage.mode !== 'up' || leg.stage.taking !== undefined) return
  const packets = await leg.audio.packets()
  if (packets === undefined) return
  const now = core.clock.now()
  const sign = signs.get(leg)
  // who has never sent anything is judged by session timers: some only listen
  if (packets === 0) return
  if (sign?.packets !== packets) {
    signs.set(leg, { packets, since: now, askedAt: Number.NEGATIVE_INFINITY })
    return
  }
  if (now - sign.since < SILENT_MS || now - sign.askedAt < ASK_AGAIN_MS) return
  sign.askedAt = now
  void ask(core, signs, leg, sign)
}

async function ask(core: NodeCore, signs: WeakMap<Leg, SignOfLife>, leg: Leg, sign: SignOfLife): Promise<void> {
  if (leg.stage.mode !== 'up') return
  const { status } = await leg.stage.dialog.options()
  const now = core.clock.now()
  // sound may have come meanwhile
  if (signs.get(leg) !== sign || (leg.stage.mode as string) === 'ended') return
  const web = leg.audio.device === 'web'
  // to a WebSocket that is closed the edge cannot send, and says 500
  const gone = NOBODY_THERE.has(status) || (web && status >= 500)
  const soundless = web && !leg.phoneHeld && now - sign.since >= SOUNDLESS_MS
  if (!gone && !soundless) return
  // while the edge is away nobody can answer
  if (gone && !soundless && !isAnswer(await core.sip.ping())) return
  if (signs.get(leg) !== sign || (leg.stage.mode as string) === 'ended') return
  const silentMs = Math.round(now - sign.since)
  core.log.warn({ call: leg.callId, leg: leg.legId, status, silentMs }, 'nobody is there any more')
  lost(core, leg)
}
