// The only door to nact: small groups of actors that each answer one kind of message, "drain what waits".
// Why groups: nact copies a parent's children at every message the parent handles, so parents get no messages and stay
// small; and it runs one message per actor and loop turn, so what waits is kept outside and worked off in one go.
import * as imported from 'nact'

type Handle = { readonly nact: unique symbol }
interface Props {
  initialState?: number
  onCrash: (message: unknown, error: unknown, context: { resume: symbol }) => symbol
}
/** nact's own types do not fit what it does (libraries.md): this is the part we use. */
interface Nact {
  start(options: { name: string }): Handle
  spawn(parent: Handle, handle: (state: number) => number, name: string, props: Props): Handle
  dispatch(to: Handle, message: unknown): void
  stop(what: Handle): void
}
const nact = imported as unknown as Nact

/** One nact actor. `poke` asks for one drain; the caller pokes again only after that drain began. */
export interface Cell {
  poke(): void
  stop(): void
}

export interface House {
  /** `drain` must not throw; if it does, the actor lives on and `onBug` is told */
  cell(drain: () => void): Cell
  /** messages that actors got so far */
  messages(): number
  stop(): void
}

const GROUP = 100

interface Group {
  ref: Handle
  cells: number
}

export function openHouse(name: string, onBug: (error: unknown) => void): House {
  // `start('name')` ignores its argument: the name must come in an object
  const system = nact.start({ name })
  let names = 0
  let messages = 0
  let group: Group | undefined
  const groups = new Set<Group>()

  const groupWithRoom = (): Group => {
    if (group && group.cells < GROUP) return group
    for (const each of groups) if (each.cells < GROUP / 2) group = each
    if (group && group.cells < GROUP) return group
    const ref = nact.spawn(system, (state) => state, `group-${names++}`, { onCrash: resume })
    group = { ref, cells: 0 }
    groups.add(group)
    return group
  }

  return {
    cell(drain) {
      const home = groupWithRoom()
      home.cells++
      const handle = (state: number): number => {
        try {
          drain()
        } catch (error) {
          onBug(error)
        }
        // a handler that returns nothing wipes its state
        return state
      }
      // names are never used twice: a stale reference would reach the new actor
      const ref = nact.spawn(home.ref, handle, `cell-${names++}`, { initialState: 0, onCrash: resume })
      let stopped = false
      return {
        poke() {
          if (stopped) return
          messages++
          nact.dispatch(ref, 1)
        },
        stop() {
          if (stopped) return
          stopped = true
          home.cells--
          nact.stop(ref)
        },
      }
    },
    messages: () => messages,
    stop: () => nact.stop(system),
  }
}

/** Under nact's own policy an actor that throws is stopped for good and its mailbox is lost. */
const resume: Props['onCrash'] = (_message, _error, context) => context.resume
