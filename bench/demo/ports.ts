// The demo's ports: one block of 2,000 from demo.ports on; callers bind the simulated trunk's address, agents the edge's.

/** sipp programs that may overlap while a rate changes: the last calls of one go on beside the next */
const TURNS = 4
const RTP_OF_CALLERS = 400

export interface CallerPorts {
  sip: number
  rtp: number
}

export const callerPorts = (first: number, turn: number): CallerPorts => ({
  sip: first + (turn % TURNS),
  rtp: first + 100 + (turn % TURNS) * RTP_OF_CALLERS,
})

export const agentPorts = (first: number, n: number): { sipPort: number; controlPort: number; rtpPort: number } => ({
  sipPort: first + 10 + n * 2,
  controlPort: first + 60 + n,
  rtpPort: first + 1_700 + n * 20,
})
