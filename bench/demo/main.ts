// The demo: simulated callers and agents by real SIP, switched on and off over the bus (demo.callers), remembered on disk.
// Everything it does is marked as simulated: the callers come from the sample company's trunk of that name.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Log, makeLog } from '#config/role.ts'
import sample from '#config/sample-company/demo.json' with { type: 'json' }
import { loadSettings, type Settings } from '#config/settings.ts'
import { connectBus } from '#engine/bus/nats.ts'
import { startAgents } from './agents.ts'
import { type Callers, startCallers } from './callers.ts'
import { prepareSamplePlan } from './plan.ts'

interface Switch {
  on: boolean
  callsPerMinute: number
}

const MOST_PER_MINUTE = 600

function parseSwitch(value: unknown): Switch | undefined {
  const given = value as Partial<Switch> | null
  const rate = given?.callsPerMinute
  if (typeof given?.on !== 'boolean') return undefined
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 1 && rate <= MOST_PER_MINUTE)) return undefined
  return { on: given.on, callsPerMinute: rate ?? 6 }
}

function remembered(file: string, settings: Settings): Switch {
  try {
    return (
      parseSwitch(JSON.parse(readFileSync(file, 'utf8'))) ?? { on: false, callsPerMinute: settings.demo.callsPerMinute }
    )
  } catch {
    return { on: settings.demo.callers, callsPerMinute: settings.demo.callsPerMinute }
  }
}

async function start(settings: Settings, log: Log): Promise<{ stop(): Promise<void> }> {
  const dir = join(settings.dataDir, 'demo')
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'switch.json')
  const say = (text: string): void => log.warn(text)
  const edge = settings.edge.host
  const gateway = `http://${settings.gateway.host}:${settings.gateway.port}`
  const address = { edgeHost: edge, edgePort: settings.edge.sip, address: sample.trunkAddress, number: sample.number }
  const callers: Callers = await startCallers({ dir, ...address }, say)
  let agents: { stop(): Promise<void> } | undefined
  let now = remembered(file, settings)

  const apply = async (): Promise<void> => {
    await callers.rate(now.on ? now.callsPerMinute : 0)
    if (now.on && !agents) {
      agents = await startAgents({ dir, gateway, edge: `${edge}:${settings.edge.sip}`, agents: sample.agents }, say)
    }
    if (!now.on && agents) {
      await agents.stop()
      agents = undefined
    }
    log.info({ on: now.on, callsPerMinute: now.callsPerMinute }, 'simulated callers')
  }
  let turn = Promise.resolve()
  const inTurn = (): void => {
    turn = turn.then(apply).catch((err: Error) => log.error({ err }, 'the simulated callers could not be switched'))
  }
  const connection = await connectBus({
    servers: settings.natsUrl.split(','),
    token: settings.secrets.natsToken,
    name: 'demo',
  })
  await connection.bus.subscribe('demo.callers', (value) => {
    const wanted = parseSwitch(value)
    if (!wanted) return
    now = wanted
    writeFileSync(file, JSON.stringify(now))
    inTurn()
  })
  await connection.bus.subscribe('ask.demo', (_value, _subject, answer) => answer?.({ ok: true, value: now }))
  inTurn()
  let stopped = false
  if (settings.demo.plan) {
    const { planner, queues } = sample
    void prepareSamplePlan({ gateway, timeZone: settings.timeZone, planner, queues }, say, () => stopped)
  }
  return {
    async stop() {
      stopped = true
      await turn
      await callers.stop()
      await agents?.stop()
      await connection.bus.close()
    },
  }
}

const settings = loadSettings()
const log = makeLog('demo', settings.log.level)
const running = await start(settings, log)
const stop = (): void => void running.stop().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
process.send?.({ ready: true })
