// The bus and key-value contracts in memory.
import { memoryBroker } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { busContract } from './bus.ts'
import { keyValueContract } from './key-value.ts'
import { keyValueAwayContract } from './key-value-away.ts'

busContract('memory', async () => {
  const broker = memoryBroker()
  return [broker.connect(), broker.connect()]
})
keyValueContract('memory', async () => memoryKeyValue())
keyValueAwayContract('memory', async () => {
  const bucket = memoryKeyValue()
  return { bucket, away: async () => bucket.away(true), back: async () => bucket.away(false) }
})
