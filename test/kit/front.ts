// The embedded ClickHouse as a process of its own, so that a test can kill it: folder, port, password.
import { startFront } from '#analytics/clickhouse/front.ts'

const [dataDir = '', port = '0', password = ''] = process.argv.slice(2)
await startFront({ dataDir, port: Number(port), password })
// never longer than the test
process.stdin.on('end', () => process.exit(0)).resume()
