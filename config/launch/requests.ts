// What a part may ask of the launcher that started it, over the channel that only the two have: the launcher is who may end
// parts of other users, and nobody else on the machine reaches that channel.
import { z } from 'zod'

const restart = z.strictObject({ restart: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/) })

/** The part that shall begin anew, or nothing when the message is no request. */
export const restartAskedBy = (message: unknown): string | undefined => restart.safeParse(message).data?.restart

/** Whether a launcher is there to hear it. */
export function askRestart(name: string): boolean {
  if (process.send === undefined || !process.connected) return false
  return process.send({ restart: name })
}
