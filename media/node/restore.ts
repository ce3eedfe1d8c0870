// A leg as it is written down, and back: established calls go on, calls that were ringing are over.
import type { DialogSnapshot } from '#media/sip/api.ts'
import type { Collecting } from './collecting.ts'
import { watch } from './collects.ts'
import type { NodeCore } from './core.ts'
import { handlersOf } from './dialog-events.ts'
import { legEnded, remove } from './ending.ts'
import { restoreJoints } from './joining.ts'
import { type Leg, newLeg, type Playing, type Stage } from './legs.ts'
import { playUntil } from './playing.ts'
import { watchSilence } from './silence.ts'

type Plain = 'legId' | 'callId' | 'direction' | 'from' | 'to' | 'startedAt' | 'owner' | 'tags' | 'hears' | 'phoneHeld'

export interface KeptLeg extends Pick<Leg, Plain> {
  /** 1: its times were of the clock on the wall, which somebody may set; they are not believed */
  version: 1 | 2
  origin: Leg['origin']
  mode: Stage['mode']
  dialog: DialogSnapshot | undefined
  audio: unknown
  playing: Omit<Playing, 'cancel'> | undefined
  collecting: Collecting | undefined
  recording: Leg['recording']
}

export function kept(leg: Leg): KeptLeg | undefined {
  const { stage, playing } = leg
  if (stage.mode === 'ended') return undefined
  const { legId, callId, direction, from, to, startedAt, owner, tags, hears, phoneHeld, origin } = leg
  const { collecting, recording } = leg
  return {
    ...{ version: 2, legId, callId, direction, from, to, startedAt, owner, tags, hears, phoneHeld, origin },
    mode: stage.mode,
    dialog: stage.mode === 'up' ? stage.dialog.snapshot() : undefined,
    audio: leg.audio.snapshot(),
    playing: playing && {
      playId: playing.playId,
      sounds: playing.sounds,
      repeat: playing.repeat,
      endsAt: playing.endsAt,
      missing: playing.missing,
    },
    ...{ collecting: collecting && unwritten(collecting), recording },
  }
}

/** Secret keys are in no file: after a restart the caller keys them anew. */
const unwritten = (collecting: Collecting): Collecting =>
  collecting.order.secret ? { ...collecting, digits: '' } : collecting

/** Puts the legs back on the books. Answers how many go on. */
export function restoreLegs(core: NodeCore, found: readonly KeptLeg[]): number {
  const legs = found.filter((each) => each.version === 1 || each.version === 2).map((each) => restoreLeg(core, each))
  const calls = new Set(legs.map((leg) => leg.callId))
  for (const callId of calls) restoreJoints(core, core.legs.ofCall(callId))
  for (const leg of legs) if (leg.stage.mode !== 'up') lost(core, leg)
  return core.legs.size
}

function restoreLeg(core: NodeCore, written: KeptLeg): Leg {
  const from = written.version === 1 ? timed(written, core.clock.now()) : written
  const { legId, callId, direction, to, startedAt, owner, tags, origin } = from
  const leg = newLeg({
    ...{ legId, callId, direction, from: from.from, to, startedAt, owner, tags, origin },
    audio: core.audio.restore(from.audio),
    stage: { mode: 'dialling', outgoing: undefined, ringing: false },
  })
  Object.assign(leg, { hears: from.hears, phoneHeld: from.phoneHeld, recording: from.recording })
  core.legs.add(leg)
  if (!from.dialog) return leg
  leg.stage = { mode: 'up', dialog: core.sip.restoreDialog(from.dialog, handlersOf(core, leg)) }
  const { playing } = from
  if (playing) {
    // a journal of an older release does not name what is missing
    leg.playing = { ...{ missing: [] }, ...playing, cancel: () => {} }
    // one that was being prepared when we died never began
    if (playing.repeat !== 'forever') playUntil(core, leg, leg.playing, playing.endsAt ?? core.clock.now())
  } else core.later(leg, 'stop-play', () => leg.audio.stopPlay())
  if (from.collecting) watch(core, leg, from.collecting)
  watchSilence(core, leg)
  return leg
}

/** A leg of an older journal, its times begun anew. */
function timed({ playing, dialog, ...leg }: KeptLeg, now: number): KeptLeg {
  return {
    ...leg,
    startedAt: now,
    playing: playing && { ...playing, endsAt: playing.endsAt === undefined ? undefined : now },
    dialog: dialog?.session ? { ...dialog, session: { ...dialog.session, dueAt: now } } : dialog,
  }
}

/** Its INVITE died with the old process; the edge answers whoever waits. */
function lost(core: NodeCore, leg: Leg): void {
  const { callId, legId } = leg
  if (leg.direction === 'in') {
    legEnded(core, leg, 'fault', 'fault')
    return
  }
  remove(core, leg)
  core.tell(leg, { type: 'leg-failed', callId, legId, cause: 'fault', sipStatus: 500 })
}
