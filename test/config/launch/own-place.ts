// A data folder and free ports of one test's own, as the environment of a launcher.
import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMarked, startTimeOf } from '#config/launch/processes.ts'
import { quietPorts } from '#test/kit/centre.ts'
import { waitFor } from '#test/kit/wait.ts'

const PORTS = [
  ...['GATEWAY_PORT', 'EDGE_SIP', 'EDGE_TLS', 'EDGE_WS', 'EDGE_WSS', 'EDGE_RPC', 'EDGE_NODES', 'MEDIA_SIP'],
  ...[
    'RTPENGINE_NG',
    'RTPENGINE_CLI',
    'RTPENGINE_HTTP',
    'RTPENGINE_DTMF',
    'RTPENGINE_REDIS',
    'NATS_PORT',
    'POSTGRES_PORT',
  ],
  ...['CLICKHOUSE_PORT', 'METRICS_ENGINE', 'METRICS_MEDIA', 'METRICS_ANALYTICS', 'METRICS_GATEWAY'],
]

export async function ownPlace(): Promise<{ dataDir: string; env: Record<string, string> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tinglan-launch-'))
  // else root's PostgreSQL lies outside it, and stays there
  await chmod(dataDir, 0o755)
  const env: Record<string, string> = { TINGLAN_DATA_DIR: dataDir }
  for (const [n, port] of (await quietPorts(PORTS.length)).entries()) env[`TINGLAN_${PORTS[n]}`] = String(port)
  // below the ports that the system hands out
  const rtp = 20_000 + (process.pid % 40) * 200
  return {
    dataDir,
    env: { ...env, TINGLAN_RTPENGINE_PORT_MIN: `${rtp}`, TINGLAN_RTPENGINE_PORT_MAX: `${rtp + 1_999}` },
  }
}

/** Every living process that belongs to the data folder, whoever its parent is now. */
export const processesOf = (dataDir: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isMarked(pid, dataDir) && startTimeOf(pid) !== undefined)

/** Waits until none is left; names those that stay. */
export async function allGone(dataDir: string, timeoutMs: number): Promise<void> {
  try {
    await waitFor(() => processesOf(dataDir).length === 0, { timeoutMs, what: 'no process left' })
  } catch (cause) {
    const left = processesOf(dataDir).map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '))
    throw new Error(`still there after ${timeoutMs} ms:\n${left.join('\n')}`, { cause })
  }
}
