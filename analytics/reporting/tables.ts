// The tables that reports count, and how each is cut to queues, agents, numbers and carriers' lines.

/** A condition on ids that are bound as an array; of a plain column, or of one that holds several. */
interface Cut {
  where(ids: string): string
  column?: string
}

export interface CountedTable {
  /** parameters that cut it, by name */
  cuts: Partial<Record<CutName, Cut>>
  /** what somebody with a part of the agents and queues may see of it; without either, nothing */
  mine: readonly ('queues' | 'agents')[]
  /** it has a row's call */
  calls: boolean
}

export type CutName = 'queues' | 'agents' | 'numbers' | 'flows' | 'trunks'

const column = (name: string): Cut => ({ where: (ids) => `${name} in ${ids}`, column: name })
const anyOf = (name: string): Cut => ({ where: (ids) => `hasAny(arrayMap(one -> toString(one), ${name}), ${ids})` })

const queue = { queues: column('queue') }
const both = { ...queue, agents: column('agent') }

export const TABLES = {
  calls: {
    cuts: { queues: anyOf('queues'), agents: anyOf('agents'), numbers: column('number'), flows: column('flow') },
    mine: ['queues', 'agents'],
    calls: true,
  },
  stays: { cuts: both, mine: ['queues'], calls: true },
  talks: { cuts: both, mine: ['queues', 'agents'], calls: true },
  missed: { cuts: both, mine: ['queues', 'agents'], calls: true },
  messages: { cuts: queue, mine: ['queues'], calls: true },
  steps: { cuts: { flows: column('flow') }, mine: [], calls: true },
  line_uses: { cuts: { trunks: column('trunk') }, mine: [], calls: true },
  spells: { cuts: { agents: column('agent') }, mine: ['agents'], calls: false },
  agent_time: { cuts: { agents: column('agent') }, mine: ['agents'], calls: false },
  queue_interval: { cuts: queue, mine: ['queues'], calls: false },
} as const satisfies Record<string, CountedTable>

export type TableName = keyof typeof TABLES
