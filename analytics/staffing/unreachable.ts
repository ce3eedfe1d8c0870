// A target that no number of agents reaches, in words for the planner.
import type { Label } from '#engine/protocol/fields.ts'

export class Unreachable extends RangeError {
  readonly say: Label
  constructor(say: Label) {
    super(say.en)
    this.say = say
  }
}
