// What the node counts and logs of its shell and its effects.
import type { Actor } from '#engine/routing/actors/actor.ts'
import type { EffectWatch } from '#engine/routing/actors/effects.ts'
import type { Metrics } from '#engine/routing/actors/metrics.ts'
import type { ShellWatch } from '#engine/routing/actors/shell-parts.ts'
import type { NodeLog } from './parts.ts'

export const shellWatch = (metrics: Metrics, log: NodeLog): ShellWatch => ({
  decided: (actor, facts) => metrics.decided(actor.ref.kind, facts),
  refused: (actor, _command, refusal) => metrics.count('refusals', { kind: actor.ref.kind, refusal }),
  bug(actor: Actor, command, error) {
    metrics.count('bugs', { kind: actor.ref.kind, command })
    log.error({ actor: actor.ref, command, err: error }, 'a bug: state kept')
  },
  doubled: () => metrics.count('doubles'),
  overloaded: (actor) => metrics.count('overloads', { kind: actor.ref.kind }),
})

export const effectWatch = (metrics: Metrics, log: NodeLog): EffectWatch => ({
  deadLetter(to, command) {
    metrics.count('deadLetters', { kind: to.kind, command })
    log.error({ to, command }, 'nobody took a command')
  },
  orderFailed(order, why) {
    // the leg was over already
    if (order.type === 'hang-up' && why === 'unknown-leg') return
    metrics.count('ordersFailed', { order: order.type })
    log.warn({ call: order.callId, order: order.type, why }, 'media order failed')
  },
  lookedUp: (type, answer) => metrics.count('lookups', { type, answer }),
})
