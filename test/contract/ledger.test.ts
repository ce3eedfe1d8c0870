// The ledger contract in memory.
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { ledgerContract } from './ledger.ts'

ledgerContract('memory', async () => memoryLedger())
