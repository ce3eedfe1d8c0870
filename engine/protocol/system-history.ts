// How the system stood, for its page: one point a while, of several series.

export type HistoryGroup = 'calls' | 'queues' | 'agents' | 'nodes' | 'processors' | 'space' | 'lag'

export interface HistorySeries {
  key: string
  group: HistoryGroup
  /** a name that somebody gave: of a queue, a line, a part; absent where the key has words */
  name?: string
  /** of several gateways the one whose machine it is */
  gateway?: string
  mean: (number | null)[]
  peak: (number | null)[]
}

export interface SystemHistory {
  /** minutes from point to point */
  stepMinutes: number
  /** absolute ms */
  ats: number[]
  series: HistorySeries[]
}
