// What doctor says of the whole centre: every process of every role, wherever it runs, asked of any role that runs here.
import type { RoleSeen } from '#engine/protocol/nodes.ts'
import type { RoleName } from '../role.ts'
import type { Settings } from '../settings.ts'
import { noted } from './pid-files.ts'

const ANSWERS_WITHIN_MS = 3_000
const ASKED: readonly RoleName[] = ['gateway', 'engine', 'media', 'analytics']

export interface NodesSaid {
  lines: string[]
  advice: string[]
}

/** Nothing when no role runs here that could be asked. */
export async function nodesSeen({ metrics, dirs }: Settings): Promise<RoleSeen[]> {
  const host = metrics.host === '0.0.0.0' || metrics.host === '::' ? '127.0.0.1' : metrics.host
  for (const role of ASKED) {
    if (!noted(dirs.run, role)) continue
    const url = `http://${host}:${metrics[role]}/nodes`
    const seen = await fetch(url, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
      .then((answer) => answer.json() as Promise<RoleSeen[]>)
      .catch(() => [])
    if (seen.length > 0) return seen
  }
  return []
}

function stateOf({ engine, media, follows }: RoleSeen): string {
  if (engine) return `${engine.shards} shards, epoch ${engine.epoch}, ${engine.unkept} records to write`
  if (media) return `${media.legs} legs${media.draining ? ', draining' : ''}`
  return follows ? `${follows.lagMs} ms behind the ledger` : ''
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`

export function saidOf(nodes: readonly RoleSeen[]): NodesSaid {
  const rows = nodes.map((node) => [
    node.role,
    node.name,
    node.machine,
    node.up ? `since ${minute(node.since)}` : `gone, heard ${minute(node.heardAt)}`,
    node.up ? stateOf(node) : '',
  ])
  const table = [['role', 'node', 'machine', 'alive', 'holds'], ...rows]
  const widths = table[0]!.map((_, n) => Math.max(...table.map((row) => row[n]!.length)))
  const lines = table.map((row) =>
    row
      .map((cell, n) => cell.padEnd(widths[n]!))
      .join('  ')
      .trimEnd(),
  )
  const gone = nodes
    .filter(({ up }) => !up)
    .map(
      ({ role, name, machine, heardAt }) =>
        `${role} ${name}: not heard since ${minute(heardAt)}: look at machine ${machine}. One that is meant to be gone leaves this list in a day`,
    )
  const doubled = nodes
    .filter((node) => node.doubled)
    .map(
      ({ role, name, machine }) =>
        `${role} ${name}: the one on machine ${machine} shares its name: start it with another --node`,
    )
  return { lines: nodes.length === 0 ? [] : ['', ...lines], advice: [...gone, ...doubled] }
}
