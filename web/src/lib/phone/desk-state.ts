// What a desk is made of, and what it knows of its own phone.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { DeskInfo } from '#engine/protocol/api.ts'
import type { Api } from '../api/client.ts'
import type { DeskState } from './desk-machine.ts'
import type { MakePhone, MicState } from './port.ts'
import type { Quality } from './quality.ts'

export interface DeskParts {
  api: Api
  me: () => AgentView | undefined
  /** before asking: what takes the answer, see the live store */
  asking: () => (me: AgentView) => void
  makePhone: MakePhone
  askMicrophone: () => Promise<MicState>
  /** only one tab may hold the phone of one agent; resolves when this tab has it, and says so when it must wait */
  claimPhone: (agentNumber: string, mustWait: () => void) => Promise<void>
  now: () => number
  later: (ms: number, run: () => void) => () => void
  onFault: (fault: unknown) => void
}

/** What the page knows of its own phone and of what it asked. */
export interface DeskSnapshot extends DeskState {
  info: DeskInfo | undefined
  mic: MicState
  /** of the line of the call that is up */
  quality: Quality | undefined
  /** the action under way, to grey its button */
  doing: string | undefined
}

export interface Told {
  state(): DeskSnapshot
  set(change: Partial<DeskSnapshot>): void
  onChange(listener: () => void): () => void
}

export function createState(): Told {
  let state: DeskSnapshot = {
    info: undefined,
    phone: 'off',
    leg: 'none',
    muted: false,
    reattach: 'none',
    mic: 'unknown',
    quality: undefined,
    doing: undefined,
  }
  const listeners = new Set<() => void>()
  return {
    state: () => state,
    set(change) {
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
