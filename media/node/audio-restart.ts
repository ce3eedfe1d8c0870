// The audio part was started anew. Legs that it still knows go on where they were; a leg whose audio is gone is ended and
// counted, for nobody would ever hear anything on it again.
import type { NodeCore } from './core.ts'
import { hangUp } from './hanging-up.ts'
import type { Leg } from './legs.ts'
import { playAgain } from './playing.ts'

export function audioRestarted(core: NodeCore): void {
  const legs = core.legs.all()
  core.log.warn({ legs: legs.length }, 'the audio part was started anew')
  for (const leg of legs) core.later(leg, 'hear', () => goOn(core, leg))
}

/** In the line of the call: a leg that was set up since is there again. */
async function goOn(core: NodeCore, leg: Leg): Promise<void> {
  if (leg.stage.mode === 'ended') return
  if (await leg.audio.restarted()) return playAgain(core, leg)
  // of a call that was arriving or ringing the SDP is made anew by its next step
  if (leg.stage.mode !== 'up') return
  core.log.error({ call: leg.callId, leg: leg.legId }, 'its audio is gone')
  hangUp(core, leg, 'fault')
}
