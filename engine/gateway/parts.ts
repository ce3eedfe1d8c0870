// The state of every part, for the system page: asked when somebody looks, nothing is guessed.
import type { Bus } from '../ports/bus.ts'
import { subjects } from '../protocol/actors.ts'
import type { LiveSnapshotPart } from '../protocol/live.ts'
import type { Projection } from '../records/call-log/project-calls.ts'
import type { Sql } from '../records/store/postgres.ts'
import type { PartState } from './http/services.ts'
import type { MediaNodes } from './media-nodes.ts'

interface Looked {
  sql: Sql
  bus: Bus
  media: MediaNodes
  projection: Projection
  now(): number
}

const WAIT_MS = 600

export async function partsOf({ sql, bus, media, projection, now }: Looked): Promise<PartState[]> {
  const [database, engines, analytics] = await Promise.all([
    sql`select current_setting('server_version') as version`.then(
      ([row]) => ({ name: 'PostgreSQL', up: true, detail: String(row?.version) }),
      (error: Error) => ({ name: 'PostgreSQL', up: false, detail: error.message }),
    ),
    enginesOf(bus),
    bus.ask(subjects.report, { type: 'list' }, WAIT_MS).then(
      () => ({ name: 'analytics', up: true, detail: '' }),
      (error: Error) => ({ name: 'analytics', up: false, detail: error.message }),
    ),
  ])
  const { sequence, lagMs, failures } = projection.state()
  return [
    database,
    { name: 'NATS', up: bus.connected(), detail: '' },
    ...engines,
    analytics,
    ...media.all().map(({ hello, up }) => ({
      name: `media ${hello.node}`,
      up,
      detail: `${hello.kind}, ${hello.legs} legs${hello.draining ? ', draining' : ''}, heard ${now() - hello.at} ms ago`,
    })),
    { name: 'call records', up: failures === 0 || lagMs < 60_000, detail: `sequence ${sequence}, lag ${lagMs} ms` },
  ]
}

async function enginesOf(bus: Bus): Promise<PartState[]> {
  const answers = await bus.askAll(subjects.liveSnapshot, {}, WAIT_MS).catch(() => [])
  const parts = answers as LiveSnapshotPart[]
  const nodes = [...new Set(parts.map((part) => part.node))]
  if (nodes.length === 0) return [{ name: 'engine', up: false, detail: 'no engine node answers' }]
  return nodes.map((node) => {
    const own = parts.filter((part) => part.node === node)
    const count = (pick: (part: LiveSnapshotPart) => unknown[]) => own.reduce((all, part) => all + pick(part).length, 0)
    const detail = `${count((part) => part.agents)} agents, ${count((part) => part.queues)} queues, ${count((part) => part.calls)} calls`
    return { name: `engine ${node}`, up: true, detail }
  })
}
