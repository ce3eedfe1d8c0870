// A small machine for tests of the shell: it counts, passes on, wakes, orders, asks and can be broken on purpose.
import type { ActorKind, ActorRef } from '#engine/protocol/actors.ts'
import type { Lookup, LookupAnswer } from '#engine/protocol/lookups.ts'
import type { AnyMachine, Effect, Machine, Machines } from '#engine/protocol/machine.ts'
import type { MediaOrder } from '#engine/protocol/media.ts'

export type ToyCommand =
  | { type: 'configure'; config: { id: string; enabled: boolean } }
  | { type: 'add'; n: number }
  | { type: 'pass'; to: ActorRef; n: number }
  | { type: 'wake-me'; at: number }
  | { type: 'wake' }
  | { type: 'order'; node: string; order: MediaOrder }
  | { type: 'look-up'; lookup: Lookup; deadlineMs: number }
  | { type: 'looked-up'; requestId: string; answer: LookupAnswer }
  | { type: 'news'; news: { type: string } }
  | { type: 'reconcile'; legIds?: string[]; callIds?: string[] }
  | { type: 'boom' }
  | { type: 'boom-later' }
  | { type: 'no' }
  | { type: 'end' }

export type ToyFact =
  | { type: 'added'; n: number }
  | { type: 'wake-set'; wakeAt?: number }
  | { type: 'woken' }
  | { type: 'told'; what: string }
  | { type: 'broken' }
  | { type: 'ended' }

export interface ToyState {
  id: string
  sum: number
  woken: number
  told: string[]
  wakeAt?: number
  over: boolean
}

export const toyMachine = (kind: ActorKind): Machine<ToyState, ToyCommand, ToyFact, { id: string; sum: number }> => ({
  kind,
  initial: (id) => ({ id, sum: 0, woken: 0, told: [], over: false }),
  decide(state, command, given) {
    const did = (facts: ToyFact[], effects: Effect[] = [], reply?: unknown) => ({ facts, effects, reply })
    switch (command.type) {
      case 'configure':
        return did([{ type: 'told', what: `configure ${command.config.enabled}` }])
      case 'add':
        return did([{ type: 'added', n: command.n }], [], state.sum + command.n)
      case 'pass':
        return did(
          [{ type: 'added', n: 0 }],
          [{ to: 'actor', ref: command.to, command: { type: 'add', n: command.n } as ToyCommand }],
        )
      case 'wake-me':
        return did([{ type: 'wake-set', wakeAt: command.at }])
      case 'wake':
        return state.wakeAt !== undefined && state.wakeAt <= given.at
          ? did([{ type: 'woken' }, { type: 'wake-set' }])
          : did([])
      case 'order':
        return did([{ type: 'added', n: 0 }], [{ to: 'media', node: command.node, order: command.order }])
      case 'look-up': {
        const { lookup, deadlineMs } = command
        return did([{ type: 'added', n: 0 }], [{ to: 'lookup', requestId: `${given.seed}-r`, lookup, deadlineMs }])
      }
      case 'looked-up':
        return did([{ type: 'told', what: command.answer.type }])
      case 'news':
        return did([{ type: 'told', what: command.news.type }])
      case 'reconcile':
        return did([{ type: 'told', what: `reconcile ${(command.legIds ?? command.callIds ?? []).join(',')}` }])
      case 'boom':
        throw new Error('boom')
      case 'boom-later':
        return did(
          [{ type: 'added', n: 1_000 }, { type: 'broken' }],
          [{ to: 'actor', ref: { kind, id: 'x' }, command }],
        )
      case 'no':
        return { refusal: 'command-not-possible', detail: 'because' }
      case 'end':
        return did([{ type: 'ended' }])
      default:
        return { refusal: 'command-not-possible' }
    }
  },
  evolve(state, fact) {
    switch (fact.type) {
      case 'added':
        return { ...state, sum: state.sum + fact.n }
      case 'wake-set': {
        const { wakeAt: _, ...rest } = state
        return fact.wakeAt === undefined ? rest : { ...rest, wakeAt: fact.wakeAt }
      }
      case 'woken':
        return { ...state, woken: state.woken + 1 }
      case 'told':
        return { ...state, told: [...state.told, fact.what] }
      case 'broken':
        throw new Error('evolve broke')
      case 'ended':
        return { ...state, over: true }
    }
  },
  wakeAt: (state) => state.wakeAt,
  view: (state) => ({ id: state.id, sum: state.sum }),
  over: (state) => state.over,
})

export const toyMachines: Machines = new Map(
  (['agent', 'queue', 'call'] as const).map((kind) => [kind, toyMachine(kind) as AnyMachine]),
)
