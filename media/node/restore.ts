// A leg as it is written down, and back: calls that were up, callers who waited and phones that rang go on. What was
// written by an older release and says less is over.
import type { DialogSnapshot, InviteSnapshot, OutgoingSnapshot } from '#media/sip/api.ts'
import { arrivalGoesOn } from './arrivals.ts'
import type { Collecting } from './collecting.ts'
import { watch } from './collects.ts'
import type { NodeCore } from './core.ts'
import { dialAgain, taken } from './dialling.ts'
import { handlersOf } from './dialog-events.ts'
import { remove } from './ending.ts'
import { restoreJoints } from './joining.ts'
import { type DialOrder, type Leg, newLeg, type Playing, type Stage } from './legs.ts'
import { playOnAt, playUntil } from './playing.ts'
import { watchSilence } from './silence.ts'

type Plain = 'legId' | 'callId' | 'direction' | 'from' | 'to' | 'startedAt' | 'owner' | 'tags' | 'hears' | 'phoneHeld'

export interface KeptLeg extends Pick<Leg, Plain> {
  /** 1: its times were of the clock on the wall, which somebody may set; they are not believed */
  version: 1 | 2
  origin: Leg['origin']
  mode: Stage['mode']
  dialog: DialogSnapshot | undefined
  /** older journals do not say when a leg was answered */
  upAt?: number | undefined
  /** a caller who waits; older journals have none */
  arriving?: { invite: InviteSnapshot; asked: boolean } | undefined
  /** the answer of a phone whose sound was not yet set up */
  taking?: string | undefined
  /** a phone that rings, or is about to; older journals have none */
  dialling?: Dialling | undefined
  audio: unknown
  playing: Omit<Playing, 'cancel'> | undefined
  collecting: Collecting | undefined
  recording: Leg['recording']
}

interface Dialling {
  order: DialOrder
  outgoing: OutgoingSnapshot | undefined
  ringing: boolean
  ringsUntil: number
}

const diallingOf = (stage: Stage): Dialling | undefined =>
  stage.mode === 'dialling'
    ? { order: stage.order, outgoing: stage.outgoing?.snapshot(), ringing: stage.ringing, ringsUntil: stage.ringsUntil }
    : undefined

const arrivingOf = (stage: Stage): KeptLeg['arriving'] =>
  stage.mode === 'arriving' ? { invite: stage.invite.snapshot(), asked: stage.asked === true } : undefined

export function kept(leg: Leg): KeptLeg | undefined {
  const { stage, playing } = leg
  if (stage.mode === 'ended') return undefined
  const { legId, callId, direction, from, to, startedAt, owner, tags, hears, phoneHeld, origin } = leg
  const { collecting, recording, upAt } = leg
  return {
    ...{ version: 2, legId, callId, direction, from, to, startedAt, owner, tags, hears, phoneHeld, origin },
    ...{ mode: stage.mode, upAt },
    dialog: stage.mode === 'up' ? stage.dialog.snapshot() : undefined,
    taking: stage.mode === 'up' ? stage.taking : undefined,
    ...{ arriving: arrivingOf(stage), dialling: diallingOf(stage) },
    audio: leg.audio.snapshot(),
    playing: playing && {
      playId: playing.playId,
      sounds: playing.sounds,
      repeat: playing.repeat,
      next: playing.next,
      endsAt: playing.endsAt,
      missing: playing.missing,
      music: playing.music,
      behind: playing.behind,
      runsOutAt: playing.runsOutAt,
    },
    ...{ collecting: collecting && unwritten(collecting), recording },
  }
}

/** Secret keys are in no file: after a restart the caller keys them anew. */
const unwritten = (collecting: Collecting): Collecting =>
  collecting.order.secret ? { ...collecting, digits: '' } : collecting

/** Puts the legs back on the books. Answers how many go on. */
export function restoreLegs(core: NodeCore, found: readonly KeptLeg[], untold: ReadonlySet<string>): number {
  const legs = found.filter((each) => isReadable(core, each)).map((each) => restoreLeg(core, each))
  const calls = new Set(legs.map((leg) => leg.callId))
  for (const callId of calls) restoreJoints(core, core.legs.ofCall(callId))
  for (const leg of legs) arrivalGoesOn(core, leg, untold.has(leg.legId))
  return core.legs.size
}

function isReadable(core: NodeCore, { version, callId, legId }: KeptLeg): boolean {
  const readable = version === 1 || version === 2
  if (!readable) core.log.error({ call: callId, leg: legId, version }, 'a leg of a newer version: start that one')
  return readable
}

function restoreLeg(core: NodeCore, written: KeptLeg): Leg {
  const from = written.version === 1 ? timed(written, core.clock.now()) : written
  const { legId, callId, direction, to, startedAt, owner, tags, origin } = from
  const leg = newLeg({
    ...{ legId, callId, direction, from: from.from, to, startedAt, owner, tags, origin },
    audio: core.audio.restore(from.audio),
    // until it is known what carries it
    stage: { mode: 'ended' },
  })
  Object.assign(leg, { hears: from.hears, phoneHeld: from.phoneHeld, recording: from.recording, upAt: from.upAt })
  core.legs.add(leg)
  if (from.dialog) goOn(core, leg, from, from.dialog)
  else if (!carried(core, leg, from)) lost(core, leg)
  return leg
}

/** By an INVITE that is still open at the edge. */
function carried(core: NodeCore, leg: Leg, { arriving, dialling }: KeptLeg): boolean {
  const invite = arriving && core.sip.restoreInvite(arriving.invite)
  if (invite) leg.stage = { mode: 'arriving', invite, ...(arriving.asked ? { asked: true } : {}) }
  else if (dialling) {
    leg.stage = { mode: 'dialling', ...dialling, outgoing: undefined }
    dialAgain(core, leg, dialling.outgoing)
  }
  return leg.stage.mode !== 'ended'
}

function goOn(core: NodeCore, leg: Leg, from: KeptLeg, snapshot: DialogSnapshot): void {
  const dialog = core.sip.restoreDialog(snapshot, handlersOf(core, leg))
  if (from.taking) {
    taken(core, leg, dialog, from.taking)
    return
  }
  leg.stage = { mode: 'up', dialog }
  const { playing } = from
  if (playing) {
    // a journal of an older release does not name what is missing
    leg.playing = { ...{ missing: [] }, ...playing, cancel: () => {} }
    // one that was being prepared when we died never began
    if (playing.repeat !== 'forever') playUntil(core, leg, leg.playing, playing.endsAt ?? core.clock.now())
    else if (playing.runsOutAt !== undefined) playOnAt(core, leg, leg.playing, playing.runsOutAt)
  } else core.later(leg, 'stop-play', () => leg.audio.stopPlay())
  if (from.collecting) watch(core, leg, from.collecting)
  watchSilence(core, leg)
}

/** A leg of an older journal, its times begun anew. */
function timed({ playing, dialog, ...leg }: KeptLeg, now: number): KeptLeg {
  return {
    ...leg,
    startedAt: now,
    upAt: undefined,
    playing: playing && { ...playing, endsAt: playing.endsAt === undefined ? undefined : now },
    dialog: dialog?.session ? { ...dialog, session: { ...dialog.session, dueAt: now } } : dialog,
  }
}

/** Its INVITE died with the old process; the edge answers whoever waits. */
function lost(core: NodeCore, leg: Leg): void {
  const { callId, legId, direction } = leg
  remove(core, leg)
  if (direction === 'in') core.tell(leg, { type: 'leg-ended', callId, legId, by: 'fault', cause: 'fault' })
  else core.tell(leg, { type: 'leg-failed', callId, legId, cause: 'fault', sipStatus: 500 })
}
