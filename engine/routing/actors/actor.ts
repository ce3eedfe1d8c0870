// One actor as its node holds it.
import { type ActorRef, type Answer, type Envelope, shardOf } from '#engine/protocol/actors.ts'
import type { AnyMachine } from '#engine/protocol/machine.ts'
import type { Cell } from './nact.ts'

export type AnyEnvelope = Envelope<{ type: string }>

export interface Item {
  envelope: AnyEnvelope
  answer?: ((answer: Answer) => void) | undefined
  /** what it tells was so at this moment of the steady clock: an actor that decided since knows more */
  asOf?: number | undefined
}

/** What the ledger is known to hold of an actor: checkpoints are made of this, never of what is still on its way. */
export interface Settled {
  state: unknown
  /** facts in the actor's life so far */
  seq: number
  /** stream sequence of its last entry */
  after: number
  /** its last decision, by the clock of its owner then; older checkpoints do not say */
  at?: number
}

export interface Actor {
  ref: ActorRef
  /** `<kind>.<id>` */
  key: string
  shard: number
  machine: AnyMachine
  state: unknown
  seq: number
  settled: Settled | undefined
  /** the last `configure` command, to send it again only when it changed */
  configured: { type: string } | undefined
  inbox: Item[]
  poked: boolean
  cell: Cell
  /** when it came to be here or last decided, by the steady clock; what is older says nothing about it */
  touchedAt: number
  /** what the times in its state are ahead of the steady clock */
  offset: number
}

export const keyOf = (ref: ActorRef): string => `${ref.kind}.${ref.id}`

export function newActor(
  ref: ActorRef,
  machine: AnyMachine,
  { touchedAt, offset }: Pick<Actor, 'touchedAt' | 'offset'>,
  openCell: (actor: Actor) => Cell,
): Actor {
  const actor: Omit<Actor, 'cell'> = {
    ref,
    key: keyOf(ref),
    shard: shardOf(ref.id),
    machine,
    state: machine.initial(ref.id),
    seq: 0,
    settled: undefined,
    configured: undefined,
    inbox: [],
    poked: false,
    ...{ touchedAt, offset },
  }
  const whole = actor as Actor
  whole.cell = openCell(whole)
  return whole
}
