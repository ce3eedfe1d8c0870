// One roster being edited: the server's view, the unsaved edits over it, and what they would lead to. No pixel here.
import type { DutyChange, RosterConsequences, RosterView } from '#engine/protocol/roster.ts'
import { type Api, ApiFailure } from '../api/client.ts'
import { byCell, type RosterDrawn, saved, withChanges, withConsequences } from './cells.ts'
import { changesOf, type Edits, edit, NO_EDITS, redo, undo } from './edits.ts'

export interface RosterState {
  view: RosterView
  edits: Edits
  /** what is not saved yet */
  changes: readonly DutyChange[]
  drawn: RosterDrawn
  /** the consequences drawn are of older changes; the server is being asked */
  asking: boolean
  saving: boolean
}

export interface SessionParts {
  api: Pick<Api, 'get' | 'post'>
  id: string
  onState(state: RosterState): void
  onFault(fault: unknown): void
  /** somebody else changed the roster: their version is loaded, the edits lie on it */
  onConflict(): void
}

export interface RosterSession {
  /** anew from the server; edits stay */
  load(): Promise<void>
  act(step: readonly DutyChange[]): void
  undo(): void
  redo(): void
  discard(): void
  /** true when the changes were kept */
  save(): Promise<boolean>
}

const isConflict = (fault: unknown): boolean => fault instanceof ApiFailure && fault.refusal === 'changed-meanwhile'

const plain = (view: RosterView): RosterDrawn => ({
  duties: byCell(view.duties),
  coverage: view.coverage,
  faults: view.faults,
  costs: view.costs,
  fairness: view.fairness,
})

export function createRosterSession({ api, id, onState, onFault, onConflict }: SessionParts): RosterSession {
  const path = `/api/plan/rosters/${id}`
  let state: RosterState | undefined
  let base: RosterDrawn | undefined
  /** one question at a time; what changed meanwhile is asked after it */
  let inquiring = false

  function show(next: RosterState): void {
    state = next
    onState(next)
  }
  function enter(view: RosterView, edits: Edits): void {
    base = plain(view)
    show({ view, edits: NO_EDITS, changes: [], drawn: base, asking: false, saving: false })
    if (edits.done.length > 0 || edits.undone.length > 0) put(edits)
  }
  function put(edits: Edits): void {
    if (!state || !base) return
    const changes = changesOf(edits, base.duties)
    if (changes.length === 0) {
      show({ ...state, edits, changes, drawn: base, asking: false })
      return
    }
    const duties = withChanges(base.duties, changes, state.view.shifts)
    show({ ...state, edits, changes, drawn: { ...state.drawn, duties }, asking: true })
    if (!inquiring) void consequences()
  }

  async function consequences(): Promise<void> {
    inquiring = true
    while (state?.asking) {
      const { changes, view } = state
      try {
        const answer = await api.post<RosterConsequences>(`${path}/changes?dryRun=true`, {
          version: view.version,
          changes,
        })
        if (state.changes !== changes || state.view !== view) continue
        show({ ...state, drawn: withConsequences(view, changes, answer), asking: false })
      } catch (fault) {
        if (state.changes !== changes || state.view !== view) continue
        show({ ...state, asking: false })
        await failed(fault)
      }
    }
    inquiring = false
  }
  async function failed(fault: unknown): Promise<void> {
    if (!isConflict(fault) || !state) return onFault(fault)
    const { version } = state.view
    await load()
    // refused although nobody changed it: asking again would go on for ever
    if (state.view.version !== version) return onConflict()
    show({ ...state, asking: false })
    onFault(fault)
  }
  async function load(): Promise<void> {
    try {
      const view = await api.get<RosterView>(path)
      enter(view, state?.edits ?? NO_EDITS)
    } catch (fault) {
      onFault(fault)
    }
  }

  return {
    load,
    act: (step) => state && put(edit(state.edits, step)),
    undo: () => state && put(undo(state.edits)),
    redo: () => state && put(redo(state.edits)),
    discard: () => put(NO_EDITS),
    async save() {
      if (!state || state.saving || state.changes.length === 0) return false
      const { changes, view } = state
      show({ ...state, saving: true })
      try {
        const answer = await api.post<RosterConsequences>(`${path}/changes`, { version: view.version, changes })
        enter(saved(view, changes, answer), NO_EDITS)
        return true
      } catch (fault) {
        if (state) show({ ...state, saving: false })
        await failed(fault)
        return false
      }
    },
  }
}
