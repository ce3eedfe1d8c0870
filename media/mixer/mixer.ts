// The mixer as the legs see it: seats in rooms, and who hears whom. A room stays in one thread; more threads come as they
// are needed.
import { availableParallelism } from 'node:os'
import { RtpengineFault } from '#media/rtpengine/fault.ts'
import type { RtpAddress } from '#media/rtpengine/sdp.ts'
import type { SipClock } from '#media/sip/api.ts'
import { MixerThread } from './mixer-thread.ts'
import type { Figures, Seat } from './words.ts'

/** before a thread has so many seats the next one is begun, if there is a core for it */
const FEW_SEATS = 150
/** a hundred mixes of three parties */
const MOST_SEATS = 300

interface Taken {
  room: string
  at: RtpAddress
  thread: Seats
}

interface Seats {
  thread: MixerThread
  /** by the leg */
  room: Map<string, string>
}

export class Mixer {
  readonly #clock: SipClock
  readonly #seats = new Map<string, Taken>()
  readonly #threads: Seats[] = []
  #lost: (ids: string[]) => void = () => {}

  constructor(clock: SipClock) {
    this.#clock = clock
    // started now: the first three who talk do not wait for it
    this.#begin()
  }

  /** Told whose seats are gone. */
  onLost(run: (ids: string[]) => void): void {
    this.#lost = run
  }

  /** Where the leg is to send, and is sent from. The same place as long as it has it. */
  async seat(seat: Seat): Promise<RtpAddress> {
    const taken = this.#seats.get(seat.id)
    if (taken?.room === seat.room) return taken.at
    this.leave(seat.id)
    const thread = this.#threadOf(seat.room)
    thread.room.set(seat.id, seat.room)
    try {
      const at = await thread.thread.seat(seat)
      this.#seats.set(seat.id, { room: seat.room, at, thread })
      return at
    } catch (fault) {
      thread.room.delete(seat.id)
      throw fault
    }
  }

  hears(id: string, speakers: readonly string[]): void {
    this.#seats.get(id)?.thread.thread.hears(id, speakers)
  }

  leave(id: string): void {
    const taken = this.#seats.get(id)
    if (!taken) return
    this.#seats.delete(id)
    taken.thread.room.delete(id)
    taken.thread.thread.leave(id)
  }

  /** Together, and the worst of all threads. */
  figures(): Figures {
    const all = this.#threads.map(({ thread }) => thread.figures)
    return {
      rooms: all.reduce((sum, { rooms }) => sum + rooms, 0),
      seats: all.reduce((sum, { seats }) => sum + seats, 0),
      lateP99: Math.max(...all.map(({ lateP99 }) => lateP99)),
      lateMost: Math.max(...all.map(({ lateMost }) => lateMost)),
    }
  }

  close(): void {
    for (const { thread } of this.#threads) thread.close()
  }

  #threadOf(room: string): Seats {
    const its = this.#threads.find((each) => [...each.room.values()].includes(room))
    const emptiest = () => [...this.#threads].sort((a, b) => a.room.size - b.room.size)[0]!
    if (!its && emptiest().room.size >= FEW_SEATS && this.#threads.length < availableParallelism()) this.#begin()
    const thread = its ?? emptiest()
    if (thread.room.size >= MOST_SEATS) throw new RtpengineFault('mix', 'the mixer is full', false)
    return thread
  }

  #begin(): void {
    const seats: Seats = {
      room: new Map(),
      thread: new MixerThread(this.#clock, () => {
        const ids = [...seats.room.keys()]
        seats.room.clear()
        for (const id of ids) this.#seats.delete(id)
        this.#lost(ids)
      }),
    }
    this.#threads.push(seats)
  }
}
