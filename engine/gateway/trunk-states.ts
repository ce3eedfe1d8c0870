// Whether the lines that are to register at a carrier are registered now, as the SIP edge says.
import type { TrunkState } from '../protocol/company.ts'

export interface LineState {
  trunkId: string
  registered: boolean
}

const WAIT_MS = 1_000

/** By trunk; undefined when the edge does not say. */
export async function registrationsAt(
  ask: (() => Promise<LineState[]>) | undefined,
): Promise<Map<string, TrunkState> | undefined> {
  let timer: NodeJS.Timeout | undefined
  const bound = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), WAIT_MS)
  })
  const lines = await Promise.race([ask?.().catch(() => undefined), bound])
  clearTimeout(timer)
  return lines && new Map(lines.map((line) => [line.trunkId, line.registered ? 'registered' : 'not-registered']))
}
