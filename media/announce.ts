// Makes this node known to the SIP edge for as long as it runs: an edge that was started without it, or started again,
// learns it within seconds; an edge that took it for dead hears at once that it lives.
import type { NodeState } from '#config/kamailio/rpc.ts'

export interface EdgeRpc {
  nodes(): Promise<NodeState[]>
  addNode(node: { uri: string; flags: number; attributes: string }): Promise<void>
  removeNode(uri: string): Promise<void>
  setNodeState(uri: string, state: 'active' | 'drained'): Promise<void>
}

export interface Announced {
  id: string
  /** see nodeDestination() of config/kamailio/render.ts */
  destination: { uri: string; flags: number; attributes: string }
}

export interface Announcing {
  /** gives it no more calls */
  leave(): Promise<void>
}

/**
 * The edge would find out by its next probe, seconds from now, and turn callers away until then. Probes that were refused
 * while we started are counted by it up to 5 s later (its fr_timer), so at first it is told often.
 */
const OFTEN_MS = 300
const OFTEN_TIMES = 26
const SELDOM_MS = 5_000

export async function announce(
  rpc: EdgeRpc,
  { id, destination }: Announced,
  failed: (fault: unknown) => void,
): Promise<Announcing> {
  const { uri } = destination
  let timer: NodeJS.Timeout | undefined
  let times = 0
  let left = false
  let failing = false

  async function tell(): Promise<void> {
    const known = await rpc.nodes()
    // at an earlier address
    for (const old of known) if (old.id === id && old.uri !== uri) await rpc.removeNode(old.uri)
    const here = known.find((node) => node.uri === uri)
    if (!here) await rpc.addNode(destination)
    // later only what is not active: the edge's own probes decide
    if (!left && (times < OFTEN_TIMES || here?.flags.startsWith('D'))) await rpc.setNodeState(uri, 'active')
  }
  async function turn(): Promise<void> {
    // the edge refuses a second change of its list within 5 s: said once, tried again
    await tell().then(
      () => {
        failing = false
      },
      (fault: unknown) => {
        if (!failing) failed(fault)
        failing = true
      },
    )
    times++
    if (!left) timer = setTimeout(() => void turn(), times < OFTEN_TIMES ? OFTEN_MS : SELDOM_MS)
  }

  await turn()
  return {
    async leave() {
      left = true
      clearTimeout(timer)
      await rpc.setNodeState(uri, 'drained').catch(failed)
    },
  }
}
