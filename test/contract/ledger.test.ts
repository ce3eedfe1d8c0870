// The ledger contract in memory.
import { memoryLedger } from '#engine/ledger/memory.ts'
import { ledgerContract } from './ledger.ts'

ledgerContract('memory', async () => memoryLedger())
