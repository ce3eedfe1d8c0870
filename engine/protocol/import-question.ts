// What a planner's file leaves open.
import type { Label } from './fields.ts'

/** Something about a file that only the planner knows, with what is guessed. */
export interface ImportQuestion {
  name: 'dates' | 'gaps'
  text: Label
  options: { value: string; label: Label }[]
  chosen: string
}
