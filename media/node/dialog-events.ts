// What a peer does within its call: hang up, hold, press keys by INFO, ask for a transfer.
import type { HangUpCause, LegEndedBy, RejectCause } from '#engine/protocol/media.ts'
import type { DialogEnd, DialogHandlers, IncomingRefer, OfferReply } from '#media/sip/api.ts'
import type { NodeCore } from './core.ts'
import { legEnded } from './ending.ts'
import { keyPressed } from './keys.ts'
import { type Leg, SOURCE } from './legs.ts'
import { isPassing, patience } from './patience.ts'

type Replaces = NonNullable<IncomingRefer['replaces']>

/** Transfers that a phone has asked for and wants to hear the end of. */
const refers = new WeakMap<Leg, IncomingRefer>()

export function handlersOf(core: NodeCore, leg: Leg): DialogHandlers {
  const { legId } = leg
  return {
    ended: (end) => legEnded(core, leg, ...endOf(end)),
    confirmed: () => {
      core.tell(leg, { type: 'leg-answered', callId: leg.callId, legId })
      core.keep(leg)
    },
    offered({ sdp, headers }) {
      leg.audio.signalled(headers.get(SOURCE))
      return offered(core, leg, sdp)
    },
    answered: (sdp) => core.later(leg, 'answer', () => leg.audio.phoneAnswered(sdp)),
    digit: ({ digit }) => keyPressed(core, leg, digit, 'info'),
    referred: (refer) => referred(core, leg, refer),
  }
}

const ENDS: Record<DialogEnd['by'], [LegEndedBy, HangUpCause]> = {
  remote: ['peer', 'normal'],
  local: ['us', 'normal'],
  'session-timer': ['fault', 'fault'],
  'no-ack': ['fault', 'fault'],
  fault: ['fault', 'fault'],
}

const endOf = (end: DialogEnd): [LegEndedBy, HangUpCause] => ENDS[end.by]

/** A re-INVITE is answered within; RFC 3261 gives it 32 s. */
const REPLY_MS = 10_000

/** In the line of the call, because it re-points audio like an order does. */
function offered(core: NodeCore, leg: Leg, sdp: string | undefined): Promise<OfferReply> {
  return new Promise((resolve) => {
    const tryAgain = patience(core.clock, REPLY_MS)
    core.later(leg, 'hear', async () => {
      try {
        if (sdp === undefined) return resolve({ sdp: await leg.audio.offerAgain() })
        const { answer, held } = await leg.audio.phoneOffered(sdp)
        resolve({ sdp: answer })
        tellHeld(core, leg, held)
      } catch (fault) {
        if (tryAgain(fault)) throw fault
        core.log.warn({ call: leg.callId, leg: leg.legId, err: fault }, 're-INVITE refused')
        resolve({ status: isPassing(fault) ? 500 : 488 })
      }
      core.keep(leg)
    })
  })
}

function tellHeld(core: NodeCore, leg: Leg, held: boolean): void {
  if (leg.phoneHeld === held) return
  leg.phoneHeld = held
  const { callId, legId } = leg
  core.tell(leg, { type: 'phone-held', callId, legId, held })
}

function referred(core: NodeCore, leg: Leg, refer: IncomingRefer): void {
  const other = refer.replaces && lineOf(core, refer.replaces)
  if (refer.replaces ? !other : refer.targetUser === '') {
    refer.reject(refer.replaces ? 481 : 603)
    return
  }
  refer.accept()
  refers.set(leg, refer)
  const { callId, legId } = leg
  const replaces = other ? { replaces: other.callId } : {}
  core.tell(leg, { type: 'transfer-asked', callId, legId, target: refer.targetUser, ...replaces })
}

/** The leg of this dialog, which is another line of the same phone. Whose tag is whose, phones do not agree on. */
function lineOf(core: NodeCore, { callId, toTag, fromTag }: Replaces): Leg | undefined {
  const tags = [toTag, fromTag].sort().join()
  return core.legs.all().find(({ stage }) => {
    if (stage.mode !== 'up' || stage.dialog.id.callId !== callId) return false
    return [stage.dialog.id.localTag, stage.dialog.id.remoteTag].sort().join() === tags
  })
}

/** The phone that asked for a transfer hears that it was done, before it is hung up. */
export function transferDone(leg: Leg): void {
  refers.get(leg)?.progress(200)
  refers.delete(leg)
}

/** It stays in its call, and may ask again. */
export function transferRefused(leg: Leg, cause: RejectCause): void {
  refers.get(leg)?.progress(cause === 'busy' ? 486 : 480)
  refers.delete(leg)
}
