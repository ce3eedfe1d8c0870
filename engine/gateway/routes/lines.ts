// Lines outside and inside, for who watches the floor: carriers and whether they are registered, extensions likewise. How
// many calls are on each is read off the live calls.
import { z } from 'zod'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const state = z.enum(['registered', 'not-registered', 'unknown', 'by-address', 'answers', 'silent'])
const answer = z.object({
  trunks: z.array(z.object({ id: z.string(), name: z.string(), state, channels: z.number() })),
  extensions: z.array(z.object({ number: z.string(), name: z.string(), registered: z.boolean() })),
})

interface Trunk {
  id: string
  name: string
  kind: 'registration' | 'address'
  channels: number
}

export const lineRoutes = ({ sql, registrations, isRegistered, trunkLives }: Services): Route[] => [
  route({
    ...{ method: 'GET', path: '/api/lines', right: 'monitor', tag: 'supervise', answer },
    summary: 'Lines at carriers with their state, extensions and whether they are registered',
    async handle() {
      const [trunks, extensions, states] = await Promise.all([
        sql<Trunk[]>`select id, name, kind, channels from trunks where enabled order by name`,
        sql<{ number: string; name: string }[]>`select number, name from extensions where enabled order by number`,
        registrations(),
      ])
      const stateOf = ({ id, kind }: Trunk) => {
        const lives = trunkLives(id)
        if (lives === false) return 'silent'
        if (kind === 'address') return lives ? 'answers' : 'by-address'
        return states ? (states.get(id) ?? 'not-registered') : 'unknown'
      }
      return json({
        trunks: trunks.map((trunk) => ({
          id: trunk.id,
          name: trunk.name,
          channels: trunk.channels,
          state: stateOf(trunk),
        })),
        extensions: extensions.map((one) => ({ ...one, registered: isRegistered(one.number) })),
      })
    },
  }),
]
