// A desk without engine and phone, for the tests of what the page does with their news.
import type { AgentView } from '#engine/protocol/agent.ts'
import { type Api, ApiFailure } from '#web/src/lib/api/client.ts'
import { createDesk } from '#web/src/lib/phone/desk.ts'
import type { PhoneEvent } from '#web/src/lib/phone/port.ts'

/** A desk whose engine and phone are scripts. */
export function world(me: AgentView | undefined) {
  const log: string[] = []
  const timers: (() => void)[] = []
  let view = me
  let hear: (event: PhoneEvent) => void = () => undefined
  let refuse = ''
  const post = async (path: string): Promise<unknown> => {
    log.push(path)
    if (refuse && path.endsWith(refuse)) throw new ApiFailure(409, { refusal: 'no-call', message: { zh: '', en: '' } })
    if (path.endsWith('sip-credentials'))
      return { server: '', uri: '', authorizationUser: '', password: '', expiresAt: 100_000 }
    return view
  }
  const api = {
    get: async () => ({ agent: view, breakReasons: [], skills: [] }),
    post,
    put: post,
    remove: post,
  } as unknown as Api
  const desk = createDesk({
    api,
    me: () => view,
    asking: () => (next) => {
      view = next
    },
    makePhone: (onEvent) => {
      hear = onEvent
      return {
        use: async () => void log.push('use'),
        stop: () => void log.push('stop'),
        answer: () => void log.push('answer'),
        end: () => void log.push('end'),
        dial: () => undefined,
        mute: (on) => void log.push(on ? 'mute' : 'unmute'),
        sendDigits: () => undefined,
      }
    },
    askMicrophone: async () => 'ok',
    claimPhone: async () => undefined,
    now: () => 0,
    later: (_ms, run) => {
      timers.push(run)
      return () => {
        const at = timers.indexOf(run)
        if (at >= 0) timers.splice(at, 1)
      }
    },
    onFault: () => undefined,
  })
  return {
    desk,
    log,
    timers,
    phone: (event: PhoneEvent) => hear(event),
    refuse: (action: string) => {
      refuse = action
    },
    become: (next: AgentView) => {
      view = next
      desk.follow()
    },
  }
}
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
