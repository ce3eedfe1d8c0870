// The demo: simulated callers and agents by real SIP, switched on and off over the bus (demo.callers), remembered on disk.
// Everything it does is marked as simulated: the callers come from the sample company's trunk of that name.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { end, type Log, makeLog } from '#config/role.ts'
import sample from '#config/sample-company/demo.json' with { type: 'json' }
import { loadSettings, type Settings } from '#config/settings.ts'
import { connectBus } from '#engine/bus/nats.ts'
import { type Agents, startAgents } from './agents.ts'
import { startCallers } from './callers.ts'
import { prepareSamplePlan } from './plan.ts'
import { parseSwitch, remember, remembered, type Switch } from './switch.ts'

async function start(settings: Settings, log: Log): Promise<{ stop(): Promise<void> }> {
  const dir = join(settings.dataDir, 'demo')
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'switch.json')
  const say = (text: string): void => log.warn(text)
  const scene = await sceneOf(settings, dir, say)
  let now = remembered(file, settings)
  let turn = Promise.resolve()
  const inTurn = (): void => {
    turn = turn
      .then(() => scene.apply(now))
      .then(() => log.info(now, 'simulated callers'))
      .catch((err: Error) => log.error({ err }, 'the simulated callers could not be switched'))
  }
  const connection = await connectBus({
    servers: settings.natsUrl.split(','),
    token: settings.secrets.natsToken,
    name: 'demo',
  })
  await connection.bus.subscribe('demo.callers', (value) => {
    const wanted = parseSwitch(value, now.callsPerMinute)
    if (!wanted) return
    now = wanted
    remember(file, now)
    inTurn()
  })
  await connection.bus.subscribe('ask.demo', (_value, _subject, answer) => answer?.({ ok: true, value: now }))
  inTurn()
  let stopped = false
  if (settings.demo.plan) {
    const { planner, queues } = sample
    const gateway = gatewayOf(settings)
    void prepareSamplePlan({ gateway, timeZone: settings.timeZone, planner, queues }, say, () => stopped)
  }
  return {
    async stop() {
      stopped = true
      await turn
      await scene.stop()
      await connection.bus.close()
    },
  }
}

const gatewayOf = ({ gateway }: Settings): string => `http://${gateway.host}:${gateway.port}`

/** Callers and agents together: what the switch moves. */
async function sceneOf(settings: Settings, dir: string, say: (text: string) => void) {
  const { host, sip } = settings.edge
  const firstPort = settings.demo.ports
  const trunk = { edgeHost: host, edgePort: sip, address: sample.trunkAddress, number: sample.number }
  const callers = await startCallers({ dir, ...trunk, firstPort }, say)
  let agents: Agents | undefined
  return {
    async apply({ on, callsPerMinute }: Switch): Promise<void> {
      if (on) {
        const desks = { dir, gateway: gatewayOf(settings), edge: `${host}:${sip}`, agents: sample.agents, firstPort }
        agents ??= await startAgents({ ...desks, perMinute: callsPerMinute }, say)
        agents.pace(callsPerMinute)
      }
      await callers.rate(on ? callsPerMinute : 0)
      if (on) return
      await agents?.stop()
      agents = undefined
    },
    async stop(): Promise<void> {
      await callers.stop()
      await agents?.stop()
    },
  }
}

const settings = loadSettings()
const log = makeLog('demo', settings.log.level)
const running = await start(settings, log)
const stop = (): void => void running.stop().then(() => end(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
process.send?.({ ready: true })
