// The audio part was started anew. Legs that it still knows go on where they were; a leg whose audio is gone is ended and
// counted, for nobody would ever hear anything on it again.
import type { NodeCore } from './core.ts'
import { hangUp } from './hanging-up.ts'
import { playAgain } from './playing.ts'

/** `lives`: the driver's ids of what is there */
export function audioRestarted(core: NodeCore, lives: ReadonlySet<string>): void {
  const legs = core.legs.all()
  const gone = legs.filter((leg) => !lives.has(leg.audio.id))
  core.log.warn({ legs: legs.length, gone: gone.length }, 'the audio part was started anew')
  for (const leg of legs) {
    if (!lives.has(leg.audio.id)) continue
    core.later(leg, 'hear', () => leg.audio.restarted())
    playAgain(core, leg)
  }
  // of a call that was arriving or ringing the SDP is made anew by its next step
  for (const leg of gone) if (leg.stage.mode === 'up') hangUp(core, leg, 'fault')
}
