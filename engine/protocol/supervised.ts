// What a supervisor does to an agent, and to the call it is in.

export type Supervised =
  | 'ready'
  | 'break'
  | 'sign-out'
  | 'pause'
  | 'release'
  | 'skills'
  | 'redirect'
  | 'take-over'
  | 'cut'

export interface Told {
  at: number
  /** the supervisor's name */
  by: string
  act: Supervised
  /** '' = none */
  note: string
}

/** A supervisor's part in a call; `agent`: it has taken the call over. */
export type WatchAs = 'listener' | 'whisperer' | 'barger' | 'agent'
