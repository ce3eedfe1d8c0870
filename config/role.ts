// The frame of every role's main: settings, log, metrics, ready message, orderly stop, one clear sentence on failure.
import http from 'node:http'
import { pino } from 'pino'
import { Counter, collectDefaultMetrics, register } from 'prom-client'
import type { RoleSeen } from '#engine/protocol/nodes.ts'
import { loadSettings, type Settings } from './settings.ts'

export type RoleName = 'engine' | 'media' | 'analytics' | 'gateway'

export interface Running {
  stop(): Promise<void>
  /** every process of every role in the centre, for doctor */
  everybody(): Promise<RoleSeen[]>
  /** messages on the bus so far */
  messages(): Record<'in' | 'out' | 'dropped', number>
}

/** pino: call `log.info({ call: id }, 'text')`; the call's id is always the field `call`. */
export type Log = ReturnType<typeof makeLog>

export const makeLog = (name: string, level: string) =>
  pino({ level, base: { role: name, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime })

const launcher = process.ppid
const linked = process.connected === true

/** A launcher that dies closes its end before its children get another parent: both are asked. */
const isOrphan = (): boolean => process.ppid !== launcher || (linked && !process.connected)

/** Ends this process. When the launcher, who reads our log, is dead, an ordinary exit waits for him for ever (sonic-boom). */
export function end(code: number): void {
  if (!isOrphan()) process.exit(code)
  process.kill(process.pid, 'SIGKILL')
}

const STOP_WITHIN_MS = 8_000
/** when the launcher was killed: the bus and the databases end at the same moment, so there is little to put in order */
const ORPHAN_STOPS_WITHIN_MS = 2_500

/** `/metrics`, and `/nodes` for doctor. */
function serveMetrics(host: string, port: number, everybody: () => Promise<RoleSeen[]>): Promise<http.Server> {
  collectDefaultMetrics()
  const pages: Record<string, { type: string; text(): Promise<string> }> = {
    '/metrics': { type: register.contentType, text: () => register.metrics() },
    '/nodes': { type: 'application/json', text: async () => JSON.stringify(await everybody()) },
  }
  const server = http.createServer((request, response) => {
    const page = pages[request.url ?? '']
    if (!page) {
      response.writeHead(404).end()
      return
    }
    void page.text().then(
      (text) => response.writeHead(200, { 'content-type': page.type }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

function countMessages({ messages }: Running): void {
  new Counter({
    ...{ name: 'tinglan_bus_messages_total', help: 'Messages on the bus, by way', labelNames: ['way'] },
    collect() {
      this.reset()
      for (const [way, count] of Object.entries(messages())) this.inc({ way }, count)
    },
  })
}

/** Runs a role until SIGTERM or SIGINT. With an IPC channel it tells the launcher `{ ready: true }` once started. */
export async function runRole(
  name: RoleName,
  start: (settings: Settings, log: Log) => Promise<Running>,
): Promise<void> {
  let running: Running | undefined
  let stopping = false
  const fail = (cause: unknown): void => {
    process.stderr.write(`${name}: ${cause instanceof Error ? cause.message : String(cause)}\n`)
    end(1)
  }
  try {
    const settings = loadSettings()
    const log = makeLog(name, settings.log.level)
    const stop = async (): Promise<void> => {
      if (isOrphan()) log.level = 'silent'
      if (stopping) return
      stopping = true
      setTimeout(() => end(1), STOP_WITHIN_MS).unref()
      await running?.stop()
      log.info('stopped')
      end(0)
    }
    process.on('SIGTERM', () => void stop().catch(fail))
    process.on('SIGINT', () => void stop().catch(fail))
    process.on('disconnect', () => {
      setTimeout(() => end(1), ORPHAN_STOPS_WITHIN_MS).unref()
      void stop().catch(() => end(1))
    })
    process.on('unhandledRejection', (cause) => {
      log.fatal({ err: cause }, 'unhandled rejection')
      end(1)
    })
    await serveMetrics(settings.metrics.host, settings.metrics[name], async () => (await running?.everybody()) ?? [])
    running = await start(settings, log)
    countMessages(running)
    process.send?.({ ready: true })
    log.info('ready')
  } catch (cause) {
    fail(cause)
  }
}
