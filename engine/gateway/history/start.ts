// What the history is written from: the gateway's own views and what every process says of itself.
import type { Sql } from '../../records/store/postgres.ts'
import type { LiveViews } from '../live/views.ts'
import type { Machine } from '../machine.ts'
import type { MediaNodes } from '../media-nodes.ts'
import { keepHistory, type Watched } from './keep.ts'

interface Parts extends Pick<Watched, 'everybody' | 'now'> {
  settings: { name: string }
  sql: Sql
  machine: Machine
  watch: { failed(error: unknown, where: string): void }
}
interface World {
  views: LiveViews
  media: MediaNodes
  projection: { state(): { lagMs: number } }
}

export const startHistory = ({ settings, sql, machine, everybody, now, watch }: Parts, world: World) =>
  keepHistory({
    ...{ sql, machine, everybody, now, gateway: settings.name },
    views() {
      const { agents, queues, calls } = world.views.all()
      return {
        agents: agents.map(({ after }) => after),
        queues: queues.map(({ after }) => after),
        calls: calls.map(({ after }) => after),
      }
    },
    legs: () => world.media.all().reduce((sum, { hello, up }) => sum + (up ? hello.legs : 0), 0),
    lagMs: () => world.projection.state().lagMs,
    failed: (error) => watch.failed(error, 'history of the system'),
  })
