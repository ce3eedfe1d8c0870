// Calling somebody: a registered user, a SIP address, or a number through a trunk.
import type { Dialog, OutgoingCall, OutgoingSnapshot, SipHeaders } from '#media/sip/api.ts'
import { overLimit } from './at-once.ts'
import type { Device } from './audio.ts'
import type { NodeCore } from './core.ts'
import { handlersOf } from './dialog-events.ts'
import { remove } from './ending.ts'
import { type DialOrder, type Leg, newLeg, SOURCE } from './legs.ts'
import { movedTo } from './moved.ts'
import { isPassing, patience } from './patience.ts'
import { causeOf, type FailCause } from './refusals.ts'

/** Three customs of phone makers for "answer by yourself" (RFC 5373 and two older ones). */
const AUTO_ANSWER = {
  'Answer-Mode': 'Auto',
  'Call-Info': '<sip:tinglan>;answer-after=0',
  'Alert-Info': '<http://127.0.0.1>;info=alert-autoanswer',
}

/** A phone is rung, or has been answered, and its sound cannot be set up: longer nobody holds it to the ear. */
const AUDIO_MS = 15_000

export function dial(core: NodeCore, order: DialOrder): void {
  const { callId, legId, owner, from, target, tags } = order
  const leg = newLeg({
    ...{ legId, callId, owner, from, tags, direction: 'out', origin: undefined, startedAt: core.clock.now() },
    to: target.type === 'user' ? target.user : target.type === 'sip' ? target.uri : target.number,
    audio: core.audio.newLeg(target.type === 'trunk' && !target.learnt ? 'fixed' : 'learnt'),
    stage: {
      mode: 'dialling',
      order,
      outgoing: undefined,
      ringing: false,
      ringsUntil: core.clock.now() + order.ringMs,
    },
  })
  core.legs.add(leg)
  core.keep(leg)
  core.log.info({ call: callId, leg: legId, target }, 'dial')
  const full = overLimit(core.legs, leg, order.atOnce)
  if (full) failed(core, leg, full.startsWith('trunk:') ? 'line-full' : 'over-limit', 503)
  else begin(core, leg, order)
}

function begin(core: NodeCore, leg: Leg, order: DialOrder): void {
  const { target } = order
  // asked before the line, so that the line never waits for the edge
  const device = target.type === 'user' ? core.deviceOf(target.user) : Promise.resolve(deviceAt(target))
  void device.catch((): Device => 'phone').then((found) => attemptInLine(core, leg, order, found, true))
}

/** A line whose sound is encrypted is offered nothing else. */
const deviceAt = (target: DialOrder['target']): Device =>
  target.type === 'trunk' && target.secure ? 'secure' : 'phone'

/** For a process that died: a phone that rings goes on, one that did not yet is rung now. */
export function dialAgain(core: NodeCore, leg: Leg, sent: OutgoingSnapshot | undefined): void {
  if (leg.stage.mode !== 'dialling') return
  const { order, ringsUntil } = leg.stage
  const ringMs = Math.max(0, ringsUntil - core.clock.now())
  if (!sent) {
    begin(core, leg, { ...order, ringMs })
    return
  }
  const ears = earsOf(core, leg, (cause, status) => failed(core, leg, cause, status))
  const call = { ...addressing(core, order), ...ears, sdp: sent.sdp, ringMs } as OutgoingCall
  leg.stage = { ...leg.stage, outgoing: core.sip.restoreOutgoing(sent, call) }
}

/** `moves`: how often it may still be sent on (302). */
function attemptInLine(core: NodeCore, leg: Leg, order: DialOrder, device: Device, mayRetry: boolean, moves = 3): void {
  const tryAgain = patience(core.clock, AUDIO_MS)
  core.later(leg, 'dial', () => attempt(core, leg, order, { device, mayRetry, moves, tryAgain }))
}

interface Attempt {
  device: Device
  mayRetry: boolean
  moves: number
  tryAgain(fault: unknown): boolean
}

/** A browser where we thought of a phone, or the other way round; a phone over TLS that encrypts its signalling only. */
const OTHER: Record<Device, Device> = { web: 'phone', secure: 'phone', phone: 'web' }

async function attempt(core: NodeCore, leg: Leg, order: DialOrder, { device, mayRetry, moves, tryAgain }: Attempt) {
  if (leg.stage.mode !== 'dialling') return
  let sdp: string
  try {
    sdp = await leg.audio.offerPhone(device)
  } catch (fault) {
    if (tryAgain(fault)) throw fault
    core.log.error({ call: leg.callId, leg: leg.legId, err: fault }, 'no audio for the leg')
    return failed(core, leg, 'fault', 500)
  }
  if ((leg.stage.mode as string) === 'ended') return
  const ears = earsOf(core, leg, (cause, status, headers) => {
    if (status === 488 && mayRetry && order.target.type === 'user')
      return attemptInLine(core, leg, order, OTHER[device], false)
    const target = moves > 0 ? movedTo(order.target, { status, headers }) : undefined
    if (target) return follow(core, leg, { ...order, target }, device, moves - 1)
    failed(core, leg, cause, status)
  })
  const outgoing = core.sip.invite({ ...addressing(core, order), ...ears, sdp, ringMs: order.ringMs })
  core.traced(leg, outgoing.callId)
  leg.stage = { ...leg.stage, outgoing, ringing: false, ringsUntil: core.clock.now() + order.ringMs }
}

/** The called side has moved: dialled where it says, and that is what a new process dials too. */
function follow(core: NodeCore, leg: Leg, order: DialOrder, device: Device, moves: number): void {
  if (leg.stage.mode !== 'dialling') return
  core.log.info({ call: leg.callId, leg: leg.legId, target: order.target }, 'sent on by the called side')
  leg.stage = { ...leg.stage, order, outgoing: undefined }
  core.keep(leg)
  attemptInLine(core, leg, order, device, false, moves)
}

type Ears = Pick<OutgoingCall, 'onProgress' | 'onAccepted' | 'onRejected' | 'handlers'>

function earsOf(
  core: NodeCore,
  leg: Leg,
  refused: (cause: FailCause, status: number, headers: SipHeaders) => void,
): Ears {
  const { callId, legId } = leg
  return {
    onProgress({ status, sdp }) {
      if (sdp !== undefined) earlySound(core, leg, sdp)
      if (status !== 180 || leg.stage.mode !== 'dialling' || leg.stage.ringing) return
      leg.stage = { ...leg.stage, ringing: true }
      core.tell(leg, { type: 'leg-ringing', callId, legId })
      core.keep(leg)
    },
    onAccepted(dialog, answer, headers) {
      leg.audio.signalled(headers.get(SOURCE))
      accepted(core, leg, dialog, answer)
    },
    onRejected: (answer) => refused(causeOf(answer), answer.status, answer.headers),
    handlers: handlersOf(core, leg),
  }
}

/** 空号, 关机: a carrier says it before it refuses. A browser has no sound before its answer. */
function earlySound(core: NodeCore, leg: Leg, sdp: string): void {
  if (leg.stage.mode !== 'dialling' || leg.stage.early || leg.audio.device === 'web') return
  leg.stage = { ...leg.stage, early: true, ringing: true }
  const { callId, legId } = leg
  core.later(leg, 'dial', async () => {
    if (leg.stage.mode !== 'dialling') return
    try {
      await leg.audio.phoneAnswered(sdp)
    } catch (fault) {
      return core.log.warn({ call: callId, leg: legId, err: fault }, 'its sound before the answer cannot be heard')
    }
    core.tell(leg, { type: 'leg-ringing', callId, legId, sound: true })
    core.keep(leg)
  })
}

function addressing(core: NodeCore, order: DialOrder): Pick<OutgoingCall, 'uri' | 'from' | 'headers'> {
  const { target, from } = order
  const { domain } = core.settings
  const user = encodeURIComponent(from.number || 'anonymous')
  const uri =
    target.type === 'sip' ? target.uri : `sip:${target.type === 'user' ? target.user : target.number}@${domain}`
  return {
    uri,
    from: { uri: `sip:${user}@${domain}`, name: from.name },
    headers: {
      'X-Call-Id': order.callId,
      ...(order.autoAnswer ? AUTO_ANSWER : {}),
      ...(target.type === 'user' && target.also ? { 'X-Tinglan-Also': [target.user, ...target.also].join('+') } : {}),
      ...(target.type === 'trunk'
        ? { 'X-Tinglan-Trunk': target.trunkId, 'P-Asserted-Identity': `<sip:${user}@${domain}>` }
        : {}),
    },
  }
}

function accepted(core: NodeCore, leg: Leg, dialog: Dialog, answer: string): void {
  if (leg.stage.mode !== 'dialling') {
    dialog.bye({ cause: 16, text: 'Too late' })
    return
  }
  taken(core, leg, dialog, answer)
}

/** The phone is up: its sound is set up before the owner hears of it. Also for a process that died in between. */
export function taken(core: NodeCore, leg: Leg, dialog: Dialog, answer: string): void {
  leg.stage = { mode: 'up', dialog, taking: answer }
  leg.upAt ??= core.clock.now()
  core.keepNow(leg)
  const { callId, legId } = leg
  const tryAgain = patience(core.clock, AUDIO_MS)
  core.later(leg, 'dial', async () => {
    if (leg.stage.mode !== 'up') return
    try {
      await leg.audio.phoneAnswered(answer).catch((fault: unknown) => {
        if (isPassing(fault)) throw fault
        return offeredAgain(leg, dialog, fault)
      })
    } catch (fault) {
      if (tryAgain(fault)) throw fault
      core.log.error({ call: callId, leg: legId, err: fault }, 'the answer brings no audio')
      dialog.bye({ cause: 41, text: 'No audio' })
      return failed(core, leg, 'fault', 488)
    }
    leg.stage = { mode: 'up', dialog }
    core.tell(leg, { type: 'leg-answered', callId, legId })
    core.keep(leg)
  })
}

/** Its audio was forgotten while it rang (rtpengine died with all it knew): the phone is told of another. */
async function offeredAgain(leg: Leg, dialog: Dialog, fault: unknown): Promise<void> {
  const { status, sdp } = await dialog.reinvite(await leg.audio.offerAgain())
  if (status >= 300 || sdp === undefined) throw fault
  await leg.audio.phoneAnswered(sdp)
}

function failed(core: NodeCore, leg: Leg, cause: FailCause, sipStatus: number): void {
  if (leg.stage.mode === 'ended') return
  const { callId, legId } = leg
  remove(core, leg)
  core.tell(leg, { type: 'leg-failed', callId, legId, cause, sipStatus })
}
