// The ledger contract on JetStream.
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import { startNats } from '../kit/nats.ts'
import { ledgerContract } from './ledger.ts'

const nats = await startNats()
const connection = await connectBus({ servers: [nats.url], token: nats.token, name: 'contract' })
t.teardown(async () => {
  await connection.bus.close()
  await nats.stop()
})

ledgerContract('JetStream', () => connection.ledger())
