// The IVR: a pure machine inside a call. It goes from node to node until one waits for the caller, or the flow ends.
import type { CallSummary } from '#engine/protocol/call.ts'
import type { Flow, Lang, SkillLevel } from '#engine/protocol/company.ts'
import type { Letter } from '#engine/protocol/facts.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import type { FlowEnd, Heard, NodeKind, NodeKinds, Step, Values, Visit } from './node.ts'

export type Passed = CallSummary['path'][number]

/** Where a caller is in a flow. JSON-safe; the flow itself is kept beside it, so a later edit changes nothing. */
export interface Position {
  nodeId: string
  /** menus entered, outermost first */
  levels: string[]
  tries: number
}

/** Everything a flow changes while it runs. */
export interface Run {
  position: Position
  values: Values
  /** names of values that no record may show */
  secrets: string[]
  /** an agent waits outside: whatever is keyed or learnt is secret */
  guarded?: true
  /** what a node asked of an agent; absent as nothing */
  needs?: SkillLevel[]
  /** in place of the flow's own */
  lang?: Lang
  /** that an agent goes on with */
  script?: string
  /** the node where a secret value was keyed, to ask there again when it is lost */
  keyedAt?: Record<string, string>
}

export type Pause = Extract<Step, { do: 'play' | 'collect' | 'ask' }>

export interface Moved {
  run: Run
  passed: Passed[]
  /** absent as none */
  sent?: Letter[]
  /** what is waited for now, or how the flow ended */
  pause?: Pause
  end?: FlowEnd
}

/** Nodes passed without a pause. A saved flow has no silent loop; this holds for one that a fault let through. */
const MOST_STEPS = 100

export const startRun = (flow: Flow, values: Values): Run => ({
  position: { nodeId: flow.startNodeId, levels: [], tries: 0 },
  values,
  secrets: [],
})

/** Enters the node the run stands at; also after a restart, to play it again. */
export function enterNode(kinds: NodeKinds, flow: Flow, run: Run, at: number): Moved {
  return new Walk(kinds, flow, run, at).enter(run.position.nodeId)
}

export function hearAtNode(kinds: NodeKinds, flow: Flow, run: Run, heard: Heard, at: number): Moved {
  return new Walk(kinds, flow, run, at).hear(heard)
}

/** Back to where a secret was keyed that nobody knows any more; undefined when it was not keyed here. */
export function keyAgain(kinds: NodeKinds, flow: Flow, run: Run, token: string, at: number): Moved | undefined {
  const name = Object.keys(run.keyedAt ?? {}).find((each) => run.values[each] === token)
  const nodeId = name === undefined ? undefined : run.keyedAt?.[name]
  if (name === undefined || nodeId === undefined) return undefined
  const { [name]: _lost, ...values } = run.values
  return new Walk(kinds, flow, { ...run, values }, at).enter(nodeId)
}

/** One walk from pause to pause: a value that is built up and given back once. */
class Walk {
  readonly #kinds: NodeKinds
  readonly #flow: Flow
  readonly #at: number
  readonly #passed: Passed[] = []
  readonly #sent: Letter[] = []
  #run: Run
  #steps = 0

  constructor(kinds: NodeKinds, flow: Flow, run: Run, at: number) {
    this.#kinds = kinds
    this.#flow = flow
    this.#run = run
    this.#at = at
  }

  enter(nodeId: string | undefined): Moved {
    const node = this.#flow.nodes.find((each) => each.id === nodeId)
    const kind = node && this.#kinds.get(node.type)
    if (!node || !kind) return this.#broken(`no node ${nodeId ?? ''}`)
    this.#steps += 1
    if (this.#steps > MOST_STEPS) return this.#broken(`more than ${MOST_STEPS} nodes without a pause`)
    const { levels } = this.#run.position
    this.#moveTo({ nodeId: node.id, levels: kind.level ? entered(levels, node.id) : levels, tries: 0 })
    return this.#take(kind, node, kind.enter(this.#visit(node)))
  }

  hear(heard: Heard): Moved {
    const node = this.#flow.nodes.find((each) => each.id === this.#run.position.nodeId)
    const kind = node && this.#kinds.get(node.type)
    if (!node || !kind) return this.#broken(`no node ${this.#run.position.nodeId}`)
    return this.#take(kind, node, kind.hear(this.#visit(node), heard))
  }

  #take(kind: NodeKind, node: FlowNode, step: Step): Moved {
    if (step.set) this.#set(step.set)
    if (step.needs) this.#run = { ...this.#run, needs: step.needs }
    if (step.lang) this.#run = { ...this.#run, lang: step.lang }
    if (step.script) this.#run = { ...this.#run, script: step.script }
    if (step.send) this.#sent.push(step.send)
    switch (step.do) {
      case 'play':
        // nothing to play is at once played: an empty order would be refused
        if (step.sounds.length === 0) {
          return this.#take(kind, node, kind.hear(this.#visit(node), { type: 'played', reason: 'finished' }))
        }
        return this.#pause(step, step.tries)
      case 'collect':
        return this.#pause(this.#guard(kind, node, step), step.tries)
      case 'ask':
        return this.#pause(step, undefined)
      case 'leave':
        this.#pass(node, step.outlet)
        return node.next[step.outlet] === undefined
          ? this.#broken(`node ${node.id} leads nowhere by ${step.outlet}`)
          : this.enter(node.next[step.outlet])
      case 'back':
        this.#pass(node, 'back')
        return this.#up(this.#run.position.levels.slice(0, -1))
      case 'top':
        this.#pass(node, 'top')
        return this.#up(this.#run.position.levels.slice(0, 1))
      case 'end':
        this.#pass(node, step.outlet ?? 'end')
        return { ...this.#moved(), end: step.end }
    }
  }

  /** From the first level there is no way up: its menu is played again. Without any menu the flow starts anew. */
  #up(levels: string[]): Moved {
    const target = levels.at(-1) ?? this.#run.position.levels[0] ?? this.#flow.startNodeId
    return this.enter(target)
  }

  #pause(pause: Pause, tries: number | undefined): Moved {
    this.#moveTo({ ...this.#run.position, tries: tries ?? this.#run.position.tries })
    return { ...this.#moved(), pause }
  }

  #moved(): Pick<Moved, 'run' | 'passed' | 'sent'> {
    const sent = this.#sent.length > 0 ? { sent: this.#sent } : {}
    return { run: this.#run, passed: this.#passed, ...sent }
  }

  #broken(detail: string): Moved {
    return { ...this.#moved(), end: { type: 'broken', detail } }
  }

  #visit(node: FlowNode): Visit {
    const { values, position, lang = this.#flow.lang } = this.#run
    return { node, lang, values, at: this.#at, tries: position.tries }
  }

  #moveTo(position: Position): void {
    this.#run = { ...this.#run, position }
  }

  /** Keys of a menu are a choice, what is kept in a variable may be a password. */
  #guard(kind: NodeKind, node: FlowNode, step: Extract<Step, { do: 'collect' }>): Extract<Step, { do: 'collect' }> {
    if (!this.#run.guarded || kind.sets(node).length === 0) return step
    return { ...step, collect: { ...step.collect, secret: true } }
  }

  #set({ values, secret = this.#run.guarded }: NonNullable<Step['set']>): void {
    const set = { values, secret }
    const names = set.secret ? Object.keys(set.values).filter((name) => !this.#run.secrets.includes(name)) : []
    this.#run = {
      ...this.#run,
      values: { ...this.#run.values, ...set.values },
      secrets: [...this.#run.secrets, ...names],
      ...(set.secret ? { keyedAt: { ...this.#run.keyedAt, ...this.#here(set.values) } } : {}),
    }
  }

  #here(values: Values): Record<string, string> {
    const { nodeId } = this.#run.position
    return Object.fromEntries(Object.keys(values).map((name) => [name, nodeId]))
  }

  #pass(node: FlowNode, outlet: string): void {
    this.#passed.push({
      ...{ at: this.#at, flowId: this.#flow.id, nodeId: node.id, nodeName: node.name, outlet },
      ...(node.business === undefined ? {} : { business: node.business }),
    })
  }
}

/** A menu entered again from below is the same level again. */
function entered(levels: readonly string[], nodeId: string): string[] {
  const known = levels.indexOf(nodeId)
  return known === -1 ? [...levels, nodeId] : levels.slice(0, known + 1)
}
