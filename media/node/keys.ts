// Keys of a leg, however they came: into the collect order that waits for them, or as news of their own.
import { press } from './collecting.ts'
import { collected } from './collects.ts'
import type { NodeCore } from './core.ts'
import type { Leg } from './legs.ts'
import { endPlay } from './playing.ts'
import { sendDigits } from './sending.ts'

/** The same key by RTP and by INFO within this span is one press. */
const DOUBLE_MS = 400

export function keyPressed(core: NodeCore, leg: Leg, digit: string, by: 'rtp' | 'info'): void {
  const at = core.clock.now()
  const { lastKey, collecting } = leg
  if (lastKey && lastKey.digit === digit && lastKey.by !== by && at - lastKey.at < DOUBLE_MS) return
  leg.lastKey = { digit, by, at }
  if (!collecting) {
    const { callId, legId } = leg
    // a card's number may be what is keyed while the recording is paused: it is nobody's, and reaches nobody
    if (isPaused(core, callId)) return
    core.tell(leg, { type: 'digit-pressed', callId, legId, digit })
    // a key by RTP passes to the other party by itself
    if (by === 'info') for (const partner of hearersOf(core, leg)) sendDigits(core, partner, digit)
    return
  }
  const playing = leg.playing !== undefined
  const now = press(collecting, digit, playing, at)
  if (playing && collecting.order.bargeIn) endPlay(core, leg, 'stopped')
  collected(core, leg, now)
}

const isPaused = (core: NodeCore, callId: string): boolean =>
  core.legs.ofCall(callId).some(({ recording }) => recording?.paused === true)

/** Keys pass between the parties as sound does, but while the recording is paused. */
export const holdKeys = (core: NodeCore, leg: Leg): Promise<void> => leg.audio.holdKeys(isPaused(core, leg.callId))

const hearersOf = (core: NodeCore, leg: Leg): Leg[] =>
  core.legs.ofCall(leg.callId).filter((each) => each.hears.includes(leg.legId))
