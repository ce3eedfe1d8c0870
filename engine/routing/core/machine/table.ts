// A machine's decisions as a table: one cell per mode and command. An empty cell refuses by itself.
import type { FactBody, Given } from '#engine/protocol/ledger.ts'
import type { Decision } from '#engine/protocol/machine.ts'
import { nothing, refuse } from './decided.ts'

/** What a machine is told: the news or the notice inside a wrapping command, else the command itself. */
export type Told<Command> = Command extends { news: infer News }
  ? News
  : Command extends { notice: infer Notice }
    ? Notice
    : Command

export type Cell<State, Command, Fact extends FactBody> = (
  state: State,
  command: Command,
  given: Given,
) => Decision<Fact>

/** The cells of one mode. Columns are command types; news and notices have a column each. */
export type Row<State, Command, Fact extends FactBody> = {
  [Type in (Told<Command> & { type: string })['type']]?: Cell<State, Extract<Told<Command>, { type: Type }>, Fact>
}

export type Cells<State extends { mode: string }, Command, Fact extends FactBody> = {
  [Mode in State['mode']]: Row<Extract<State, { mode: Mode }>, Command, Fact>
}

export interface Table<State, Command, Fact extends FactBody> {
  decide(state: State, command: Command, given: Given): Decision<Fact>
  /** the table as text, for a snapshot a reviewer can read */
  grid(): string
  /** every filled cell as `mode/command` */
  filled(): string[]
}

export function defineTable<State extends { mode: string }, Command extends { type: string }, Fact extends FactBody>(
  cells: Cells<State, Command, Fact>,
): Table<State, Command, Fact> {
  type AnyCell = Cell<State, { type: string }, Fact>
  const rows = new Map<string, Map<string, AnyCell>>()
  for (const [mode, row] of Object.entries(cells)) {
    rows.set(mode, new Map(Object.entries(row as Record<string, AnyCell>)))
  }
  const filled = () => [...rows].flatMap(([mode, row]) => [...row.keys()].map((type) => `${mode}/${type}`))
  return {
    decide(state, command, given) {
      const told = unwrap(command)
      const cell = rows.get(state.mode)?.get(told.type)
      return cell ? cell(state, told, given) : refuse('command-not-possible', `${told.type} while ${state.mode}`)
    },
    grid: () => drawGrid(rows),
    filled,
  }
}

function unwrap(command: { type: string }): { type: string } {
  if (command.type === 'news' && 'news' in command) return command.news as { type: string }
  if (command.type === 'queue' && 'notice' in command) return command.notice as { type: string }
  return command
}

/** `x` decides, `-` is heard and changes nothing, `.` refuses. */
const mark = (cell: unknown): string => (cell === undefined ? '.' : cell === nothing ? '-' : 'x')

/** One line per command, one column per mode: commands are many, modes are few. */
function drawGrid(rows: Map<string, Map<string, unknown>>): string {
  const modes = [...rows.keys()]
  const types = [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))].sort()
  const first = Math.max(...types.map((type) => type.length))
  const line = (name: string, marks: string[]) =>
    `${name.padEnd(first)} | ${marks.map((mark, n) => mark.padEnd(modes[n]?.length ?? 0)).join(' | ')} |`
  return [
    line('', modes),
    ...types.map((type) =>
      line(
        type,
        modes.map((mode) => mark(rows.get(mode)?.get(type))),
      ),
    ),
  ].join('\n')
}
