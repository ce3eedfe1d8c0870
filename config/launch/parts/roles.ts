// Our own processes: each role its own, so that a slow page or a report never delays routing.
import { ownProgram } from '../../code/place.ts'
import type { RoleName } from '../../role.ts'
import type { Settings } from '../../settings.ts'
import type { Part, PortUse } from '../part.ts'

const MAIN: Record<RoleName, URL> = {
  engine: new URL('../../../engine/routing/main.ts', import.meta.url),
  media: new URL('../../../media/main.ts', import.meta.url),
  analytics: new URL('../../../analytics/main.ts', import.meta.url),
  gateway: new URL('../../../engine/gateway/main.ts', import.meta.url),
}

const ABOUT: Record<RoleName, string> = {
  engine: 'routing: agents, queues, calls',
  media: 'media node: SIP legs, prompts, recordings',
  analytics: 'reports and planning',
  gateway: 'pages, API, live',
}

function portsOf(role: RoleName, settings: Settings): PortUse[] {
  const metrics: PortUse = {
    name: `${role} metrics`,
    host: settings.metrics.host,
    port: settings.metrics[role],
    protocol: 'tcp',
  }
  if (role === 'gateway')
    return [
      { name: 'pages and API', host: settings.gateway.host, port: settings.gateway.port, protocol: 'tcp' },
      metrics,
    ]
  if (role === 'media')
    return [
      { name: 'media SIP', host: settings.media.host, port: settings.media.sip, protocol: 'tcp' },
      { name: 'DTMF log', host: settings.rtpengine.control, port: settings.rtpengine.dtmf, protocol: 'udp' },
      metrics,
    ]
  return [metrics]
}

/** between the ports of two of one role on a machine */
const PORTS_APART = 10

/** What the n-th of a role has of its own. */
function ownOf(role: RoleName, n: number, settings: Settings): Record<string, string> {
  if (n === 1) return {}
  const apart = PORTS_APART * (n - 1)
  return {
    [`TINGLAN_METRICS_${role.toUpperCase()}`]: String(settings.metrics[role] + apart),
    ...(role === 'engine' ? { TINGLAN_ENGINE_NODE: `${settings.engine.node}-${n}` } : {}),
    ...(role === 'gateway'
      ? {
          TINGLAN_GATEWAY_NODE: `${settings.gateway.node}-${n}`,
          TINGLAN_GATEWAY_PORT: String(settings.gateway.port + apart),
        }
      : {}),
  }
}

/** Every thread of a role has malloc arenas of its own and keeps what it ever held: two are enough, and give back more. */
const FEW_ARENAS = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '262144' }

/** The n-th of a role on this machine. */
export const role = (name: RoleName, n = 1): Part => ({
  name: n === 1 ? name : `${name}-${n}`,
  role: name,
  about: ABOUT[name],
  embedded: () => true,
  user: 'tinglan',
  command: (settings) => ({ ...ownProgram(MAIN[name]), env: { ...FEW_ARENAS, ...ownOf(name, n, settings) } }),
  ports: (settings) => portsOf(name, settings).map((use) => ({ ...use, port: use.port + PORTS_APART * (n - 1) })),
  stopSignal: 'SIGTERM',
  ready: 'ipc',
  readyWithinMs: 90_000,
  version: () => undefined,
  package: 'tinglan',
})
