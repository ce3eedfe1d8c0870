// The half-way contract of key-value buckets on a nats-server that is killed.
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import { startNats } from '../kit/nats.ts'
import { keyValueAwayContract } from './key-value-away.ts'

const nats = await startNats()
const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'contract' })
t.teardown(async () => {
  await connection.bus.close()
  await nats.stop()
})

keyValueAwayContract('JetStream', async () => ({
  bucket: await connection.keyValue('breakable'),
  away: nats.kill,
  back: nats.start,
}))
