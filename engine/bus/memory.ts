// The bus inside one process: tests and bench. Values pass through JSON, so what NATS would change is changed here too.
// Several buses of one broker are several nodes; each can be cut off and let in again.
import { type Bus, BusFault, type Subscription } from '#engine/ports/bus.ts'
import { matches } from './subject.ts'

type Heard = (value: unknown, subject: string, answer?: (value: unknown) => void) => void

interface Subscribed {
  pattern: string
  heard: Heard
  bus: MemoryBus
}

export interface MemoryBus extends Bus {
  /** cut this bus off, as a broken network would */
  disconnect(): void
  reconnect(): void
}

export interface MemoryBroker {
  connect(): MemoryBus
}

const copied = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

export function memoryBroker(): MemoryBroker {
  const all = new Set<Subscribed>()
  return { connect: () => newBus(all) }
}

/** One bus of its own. */
export const memoryBus = (): MemoryBus => memoryBroker().connect()

function deliver(to: Subscribed, value: unknown, subject: string, answer?: (value: unknown) => void): void {
  queueMicrotask(() => {
    if (to.bus.connected()) to.heard(copied(value), subject, answer)
  })
}

function newBus(all: Set<Subscribed>): MemoryBus {
  let state: 'up' | 'away' | 'closed' = 'up'
  const connectionHeard: ((connected: boolean) => void)[] = []
  const turn = (to: typeof state) => {
    if (state === to || state === 'closed') return
    state = to
    for (const heard of connectionHeard) heard(to === 'up')
  }
  const hearers = (subject: string) => [...all].filter((each) => each.bus.connected() && matches(each.pattern, subject))
  const mayAsk = (subject: string) => {
    if (state !== 'up') throw new BusFault(state === 'closed' ? 'closed' : 'disconnected', subject)
  }

  const bus: MemoryBus = {
    publish(subject, value) {
      if (state !== 'up') return
      for (const each of hearers(subject)) deliver(each, value, subject)
    },
    async ask(subject, value, timeoutMs) {
      mayAsk(subject)
      const to = hearers(subject)
      if (to.length === 0) throw new BusFault('no-responder', subject)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new BusFault('timeout', subject)), timeoutMs)
        const answer = (answered: unknown) => {
          if (state !== 'up') return
          clearTimeout(timer)
          resolve(copied(answered))
        }
        for (const each of to) deliver(each, value, subject, answer)
      })
    },
    async askAll(subject, value, waitMs) {
      mayAsk(subject)
      const answers: unknown[] = []
      const to = hearers(subject)
      if (to.length === 0) return answers
      for (const each of to) deliver(each, value, subject, (answered) => answers.push(copied(answered)))
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      return [...answers]
    },
    async subscribe(pattern, heard): Promise<Subscription> {
      const subscribed: Subscribed = { pattern, heard, bus }
      all.add(subscribed)
      return {
        async stop() {
          all.delete(subscribed)
        },
      }
    },
    connected: () => state === 'up',
    onConnection: (heard) => connectionHeard.push(heard),
    async close() {
      turn('closed')
      for (const each of all) if (each.bus === bus) all.delete(each)
    },
    disconnect: () => turn('away'),
    reconnect: () => turn('up'),
  }
  return bus
}
