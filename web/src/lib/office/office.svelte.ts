// What the people of a centre tell each other, as one page knows it: asked for once, then told by /live.
import type { Announcement, AreaAlarm, StaffMessage, StaffThread } from '#engine/protocol/office.ts'
import type { Api } from '../api/client.ts'
import type { Live } from '../live/live.svelte.ts'

type Heard = (message: StaffMessage) => void

export class Office {
  announcements = $state.raw<Announcement[]>([])
  threads = $state.raw<StaffThread[]>([])
  alarms = $state.raw<AreaAlarm[]>([])
  /** alarms that this person has put away */
  put = $state.raw<ReadonlySet<number>>(new Set())
  readonly unread = $derived(this.threads.reduce((sum, { unread }) => sum + unread, 0))
  readonly #api: Api
  readonly #live: Live
  readonly #heards = new Set<Heard>()
  #off: (() => void) | undefined
  #me = ''

  constructor(api: Api, live: Live) {
    this.#api = api
    this.#live = live
  }

  get me(): string {
    return this.#me
  }

  start(me: string): void {
    this.stop()
    this.#me = me
    void this.#ask()
    this.#off = this.#live.onWord(({ about, data }) => {
      if (about === 'announcements') void this.askAnnouncements()
      if (about === 'area-alarms') this.alarms = [data as AreaAlarm, ...this.alarms]
      if (about !== 'messages') return
      for (const heard of this.#heards) heard(data as StaffMessage)
      void this.askThreads()
    })
  }

  stop(): void {
    this.#off?.()
    this.#off = undefined
    this.announcements = []
    this.threads = []
    this.alarms = []
  }

  onMessage(heard: Heard): () => void {
    this.#heards.add(heard)
    return () => this.#heards.delete(heard)
  }

  /** What is not there now is asked for again with the next word. */
  async #ask(): Promise<void> {
    const alarms = this.#api.get<AreaAlarm[]>('/api/area-alarms').then((found) => {
      this.alarms = found
    })
    await Promise.allSettled([alarms, this.askAnnouncements(), this.askThreads()])
  }

  async askAnnouncements(): Promise<void> {
    this.announcements = await this.#api.get<Announcement[]>('/api/announcements').catch(() => this.announcements)
  }

  async askThreads(): Promise<void> {
    this.threads = await this.#api.get<StaffThread[]>('/api/staff-threads').catch(() => this.threads)
  }

  async read(announcement: Announcement): Promise<void> {
    if (announcement.read) return
    await this.#api.post(`/api/announcements/${announcement.id}/read`)
    await this.askAnnouncements()
  }

  putAway(id: number): void {
    this.put = new Set([...this.put, id])
  }
}
