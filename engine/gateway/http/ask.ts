// Questions to other roles over the bus, with every way to fail turned into a refusal.
import { type Bus, BusFault } from '../../ports/bus.ts'
import { type ActorRef, type Answer, type Envelope, subjects } from '../../protocol/actors.ts'
import { REFUSALS, type RefusalName } from '../../protocol/refusals.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'

const ACTOR_MS = 3_000

export const askActor = <Command>(bus: Bus, ref: ActorRef, envelope: Envelope<Command>): Promise<Outcome<unknown>> =>
  askFor(bus, subjects.actor(ref), envelope, ACTOR_MS)

/** For answers of the form { ok, value } or { ok, refusal }. */
export async function askFor(bus: Bus, subject: string, value: unknown, timeoutMs: number): Promise<Outcome<unknown>> {
  let answer: Answer
  try {
    answer = (await bus.ask(subject, value, timeoutMs)) as Answer
  } catch (fault) {
    if (fault instanceof BusFault) return refused('unavailable', { detail: fault.kind })
    throw fault
  }
  if (answer.ok) return done(answer.value)
  const name = answer.refusal in REFUSALS ? (answer.refusal as RefusalName) : 'command-not-possible'
  const detail = answer.detail ?? (name === answer.refusal ? undefined : answer.refusal)
  return refused(name, {
    ...(detail === undefined ? {} : { detail }),
    ...(answer.say === undefined ? {} : { say: answer.say }),
  })
}
