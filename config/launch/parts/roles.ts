// Our own processes: each role its own, so that a slow page or a report never delays routing.
import type { RoleName } from '../../role.ts'
import type { Settings } from '../../settings.ts'
import type { Part, PortUse } from '../part.ts'

const MAIN: Record<RoleName, string> = {
  engine: 'engine/routing/main.ts',
  media: 'media/main.ts',
  analytics: 'analytics/main.ts',
  gateway: 'engine/gateway/main.ts',
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
  command: () => ({ file: process.execPath, args: ['--import', 'tsx', MAIN[name]] }),
  ports: (settings) => portsOf(name, settings),
  stopSignal: 'SIGTERM',
  ready: 'ipc',
  readyWithinMs: 90_000,
  version: () => undefined,
  package: 'tinglan',
})
