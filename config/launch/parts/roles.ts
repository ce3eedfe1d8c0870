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
  const metrics: PortUse = { name: `${role} metrics`, host: '127.0.0.1', port: settings.metrics[role], protocol: 'tcp' }
  if (role === 'gateway')
    return [
      { name: 'pages and API', host: settings.gateway.host, port: settings.gateway.port, protocol: 'tcp' },
      metrics,
    ]
  if (role === 'media')
    return [
      { name: 'media SIP', host: settings.media.host, port: settings.media.sip, protocol: 'tcp' },
      { name: 'DTMF log', host: '127.0.0.1', port: settings.rtpengine.dtmf, protocol: 'udp' },
      metrics,
    ]
  return [metrics]
}

export const role = (name: RoleName): Part => ({
  name,
  about: ABOUT[name],
  embedded: () => true,
  command: () => ownProgram(MAIN[name]),
  ports: (settings) => portsOf(name, settings),
  stopSignal: 'SIGTERM',
  ready: 'ipc',
  readyWithinMs: 90_000,
  version: () => undefined,
  package: 'tinglan',
})
