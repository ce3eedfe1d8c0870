// The bus and key-value contracts on a real nats-server.
import t from 'tap'
import { type BusConnection, connectBus } from '#engine/bus/nats.ts'
import { startNats } from '../kit/nats.ts'
import { busContract } from './bus.ts'
import { keyValueContract } from './key-value.ts'

const nats = await startNats()
const open: BusConnection[] = []
const connected = async () => {
  const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'contract' })
  open.push(connection)
  return connection
}
t.teardown(async () => {
  for (const each of open) await each.bus.close()
  await nats.stop()
})

busContract('NATS', async () => [(await connected()).bus, (await connected()).bus])
keyValueContract('JetStream', async () => (await connected()).keyValue('contract'))
