// GET /api/floor: the part of the centre that somebody may watch.

export interface FloorAgent {
  agentId: string
  /** from the top down, '' = none */
  department: string
  group: string
  position: 'ordinary' | 'lead'
}

export interface Floor {
  agents: FloorAgent[]
  queueIds: string[]
}
