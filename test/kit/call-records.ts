// The call records' reader as a process of its own, as a gateway holds it, so that a test can kill it: NATS, token, database.
import { connectBus } from '#engine/bus/nats.ts'
import { projectCalls } from '#engine/records/call-log/project-calls.ts'
import { openStore } from '#engine/records/store/postgres.ts'

const [nats = '', token = '', database = ''] = process.argv.slice(2)
const connection = await connectBus({ servers: [nats], token, name: 'call-records' })
const sql = openStore(database, { connections: 2 })
await projectCalls(sql, await connection.ledger(), Date.now)
process.stdout.write('following\n')
// never longer than the test
process.stdin.on('end', () => process.exit(0)).resume()
