// A new caller: who he is, the news to the call actor, and his answer. He keeps ringing while no engine takes him.
import type { Origin } from '#engine/protocol/media.ts'
import type { IncomingInvite } from '#media/sip/api.ts'
import { callerOf } from './caller.ts'
import type { NodeCore } from './core.ts'
import { handlersOf } from './dialog-events.ts'
import { legEnded, remove } from './ending.ts'
import { type Leg, newLeg, SOURCE } from './legs.ts'
import { isPassing, patience } from './patience.ts'
import { COME_AGAIN, hasRoom, isFull } from './room.ts'

/** An engine that takes longer than this is away for the moment: the caller hears ringing. */
const RING_AFTER_MS = 400

export function callArrived(core: NodeCore, invite: IncomingInvite): void {
  const came = core.tries.came(invite.sent)
  if (came === 'overtaken') return void refuseOvertaken(core, invite)
  const waiting = invite.sent.no > 0 && core.legs.all().find((leg) => waitsBy(leg, invite))
  if (waiting) return void goOnBy(core, waiting, invite)
  if (!hasRoom(core)) {
    core.log.warn({ sip: invite.callId, from: invite.from.user }, 'turned away: this node is full')
    invite.reject(503, undefined, COME_AGAIN)
    return
  }
  if (!core.enters()) return void invite.reject(503, undefined, COME_AGAIN)
  const origin = originOf(invite)
  const callId = core.newId('c')
  const from = callerOf(invite)
  const leg = newLeg({
    ...{ legId: core.newId('l'), callId, direction: 'in', from, to: invite.requestUser, origin, tags: {} },
    ...{ owner: { kind: 'call', id: callId }, startedAt: core.clock.now(), stage: { mode: 'arriving', invite } },
    audio: core.audio.newLeg(origin.type === 'trunk' && !isLearnt(invite) ? 'fixed' : 'learnt'),
  })
  leg.audio.signalled(invite.headers.get(SOURCE))
  core.legs.add(leg)
  core.keepNow(leg)
  core.traced(leg, invite.callId)
  core.log.info({ call: callId, leg: leg.legId, sip: invite.callId, from: from.number, to: leg.to, origin }, 'arrived')
  onGivenUp(core, leg, invite)
  if (came === 'new') tellArrival(core, leg, origin)
  else void tellUnlessOvertaken(core, leg, invite, origin)
}

/** The edge has given this try up: nobody waits for it. */
function refuseOvertaken(core: NodeCore, invite: IncomingInvite): void {
  core.log.warn({ sip: invite.callId }, 'the edge has tried again since: no caller')
  invite.reject(482)
}

async function tellUnlessOvertaken(core: NodeCore, leg: Leg, invite: IncomingInvite, origin: Origin): Promise<void> {
  core.clock.after(RING_AFTER_MS, () => leg.stage.mode === 'arriving' && leg.stage.invite.progress(180))
  const last = await core.tries.last(invite.sent.request)
  if (leg.stage.mode !== 'arriving') return
  if (last <= leg.stage.invite.sent.no) return tellArrival(core, leg, origin)
  remove(core, leg)
  refuseOvertaken(core, invite)
}

const waitsBy = ({ stage }: Leg, { sent }: IncomingInvite): boolean =>
  stage.mode === 'arriving' && stage.invite.sent.request === sent.request

/** The same caller by a later try: the edge hears only what is answered to that. */
function goOnBy(core: NodeCore, leg: Leg, invite: IncomingInvite): void {
  if (leg.stage.mode !== 'arriving') return
  const { invite: before } = leg.stage
  leg.stage = { ...leg.stage, invite }
  core.keepNow(leg)
  onGivenUp(core, leg, invite)
  refuseOvertaken(core, before)
}

function onGivenUp(core: NodeCore, leg: Leg, invite: IncomingInvite): void {
  invite.onCancelled((why) => {
    if (why === 'cancel') legEnded(core, leg, 'peer', 'cancelled')
    else legEnded(core, leg, 'us', 'no-answer')
  })
}

/** For a process that died: his INVITE is still open at the edge. `untold`: no engine has taken him yet. */
export function arrivalGoesOn(core: NodeCore, leg: Leg, untold: boolean): void {
  if (leg.stage.mode !== 'arriving') return
  const { invite, asked } = leg.stage
  onGivenUp(core, leg, invite)
  if (untold && leg.origin) tellArrival(core, leg, leg.origin)
  if (asked) answerArrival(core, leg)
}

function tellArrival(core: NodeCore, leg: Leg, origin: Origin): void {
  const { callId, legId, from, to } = leg
  const giveUp = (why: string) => {
    if (leg.stage.mode !== 'arriving') return
    core.log.warn({ call: callId, leg: legId, why }, 'no engine takes the call')
    leg.stage.invite.reject(503, undefined, COME_AGAIN)
    legEnded(core, leg, 'fault', 'fault')
  }
  const node = core.settings.node
  let waits = true
  let cancel = () => {}
  core.tell(leg, { type: 'call-arrived', callId, legId, node, origin, from, to }, (answer) => {
    waits = false
    cancel()
    if (!answer.ok) giveUp(answer.refusal)
  })
  if (!waits) return
  cancel = core.clock.after(RING_AFTER_MS, () => {
    if (leg.stage.mode === 'arriving') leg.stage.invite.progress(180)
    cancel = core.clock.after(core.settings.unansweredMs, () => giveUp('no answer'))
  })
}

/** Its sound is taken from where it comes: so the trunk is set up. */
const isLearnt = ({ headers }: IncomingInvite): boolean => headers.get('X-Tinglan-Sound') === 'learnt'

/** Kamailio has removed these headers from whatever came from outside. */
function originOf({ headers, from }: IncomingInvite): Origin {
  const kind = headers.get('X-Tinglan-Leg')
  const user = headers.get('X-Tinglan-User') ?? from.user
  if (kind === 'guest') return { type: 'guest', user }
  if (kind === 'agent') return { type: 'user', user }
  const site = headers.get('X-Tinglan-Site') === 'yes' ? { site: true as const } : {}
  return { type: 'trunk', trunkId: headers.get('X-Tinglan-Trunk') ?? '', ...site }
}

/** In the line of the call. A caller waits for audio as long as for an engine. */
export function answerArrival(core: NodeCore, leg: Leg): void {
  const tryAgain = patience(core.clock, core.settings.unansweredMs)
  core.later(leg, 'answer', () => answerNow(core, leg, tryAgain))
}

async function answerNow(core: NodeCore, leg: Leg, tryAgain: (fault: unknown) => boolean) {
  if (leg.stage.mode !== 'arriving') return
  let sdp: string
  try {
    // a caller without an offer gets ours; his answer comes with the ACK
    const offer = leg.stage.invite.sdp
    sdp = await (offer === undefined ? leg.audio.offerPhone('phone') : leg.audio.answerPhone(offer))
  } catch (fault) {
    if (leg.stage.mode !== 'arriving') return
    const { invite } = leg.stage
    if (tryAgain(fault)) {
      invite.progress(180)
      throw fault
    }
    core.log.error({ call: leg.callId, leg: leg.legId, err: fault }, 'no audio for the caller')
    if (isFull(fault) || isPassing(fault)) invite.reject(503, undefined, COME_AGAIN)
    else invite.reject(488)
    return legEnded(core, leg, 'fault', 'fault', isFull(fault) ? { full: true } : {})
  }
  // undefined: he has given up meanwhile, which `onCancelled` tells
  const dialog = leg.stage.invite.accept(sdp, handlersOf(core, leg))
  if (!dialog) return
  leg.stage = { mode: 'up', dialog }
  leg.upAt = core.clock.now()
  core.keep(leg)
}
