// The rune face of a roster session: pages read `state`, press its buttons, and see what went wrong.
import type { App } from '../app.svelte.ts'
import { createRosterSession, type RosterSession, type RosterState } from './session.ts'

export class RosterFace {
  state = $state.raw<RosterState | undefined>()
  /** why nothing could be loaded */
  fault = $state.raw<unknown>()
  readonly session: RosterSession

  constructor(app: App, id: string) {
    this.session = createRosterSession({
      api: app.api,
      id,
      onState: (state) => {
        this.state = state
        this.fault = undefined
      },
      onFault: (fault) => {
        if (this.state) app.fault(fault)
        else this.fault = fault
      },
      onConflict: () => app.notices.say('warn', app.t.roster.grid.conflict),
    })
  }
}
