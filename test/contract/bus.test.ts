// The bus and key-value contracts in memory.
import { memoryBroker } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { busContract } from './bus.ts'
import { keyValueContract } from './key-value.ts'

busContract('memory', async () => {
  const broker = memoryBroker()
  return [broker.connect(), broker.connect()]
})
keyValueContract('memory', async () => memoryKeyValue())
