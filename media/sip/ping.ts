// Is the edge there? OPTIONS, and the status it is answered with.
import type { StackEnv } from './env.ts'

export function ping(env: StackEnv, uri: string): Promise<number> {
  const from = `<${env.contact('TCP')}>;tag=${env.token()}`
  const spec = { method: 'OPTIONS', uri, routes: [], from, to: `<${uri}>`, callId: env.token(), cseq: 1 }
  return new Promise((resolve) => {
    env.request(spec, (outcome) => outcome.status >= 200 && resolve(outcome.status))
  })
}
