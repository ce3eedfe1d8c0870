// Ties the soft phone in a frame to the page around it: does what it asks, tells it what happens.
import type { App } from '../app.svelte.ts'
import { askIn, type EmbedAsk, stateOf } from './embed-words.ts'

async function carryOut(app: App, ask: EmbedAsk): Promise<boolean> {
  const { desk } = app.desk
  switch (ask.act) {
    case 'ask':
      return true
    case 'answer':
      desk.answer()
      return true
    case 'mute':
    case 'unmute':
      desk.mute(ask.act === 'mute')
      return true
    case 'sign-in':
      return desk.signIn({ phone: { type: 'browser' } })
    case 'dial':
      return desk.send('dial', { number: ask.number })
    case 'break':
      return desk.send('break', { reason: ask.reason })
    case 'transfer':
    case 'consult':
    case 'invite':
      return desk.send(ask.act, { target: { type: 'outside', number: ask.number } })
    case 'digits':
      return desk.send('send-digits', { digits: ask.digits })
    default:
      return desk.act(ask.act)
  }
}

/** In an effect. Who may hold us in a frame the gateway says (frame-ancestors), so the page around is one of those. */
export function followFrame(app: App): () => void {
  if (window.parent === window) return () => undefined
  let origin = ''
  const tell = (message: object): void => {
    if (origin !== '') window.parent.postMessage(message, origin)
  }
  const heard = (event: MessageEvent): void => {
    if (event.source !== window.parent) return
    const ask = askIn(event.data)
    if (!ask) return
    origin = event.origin
    const { id } = event.data as { id?: unknown }
    void carryOut(app, ask).then((ok) =>
      tell({ tinglan: 'done', id: typeof id === 'string' ? id : '', act: ask.act, ok }),
    )
    tell(stateOf(app.desk.me))
  }
  addEventListener('message', heard)
  let last = ''
  const stop = app.live.store.onChange(() => {
    const state = stateOf(app.desk.me)
    const text = JSON.stringify(state)
    if (text === last) return
    last = text
    tell(state)
  })
  // no word of what is in it: who is around is not known yet
  window.parent.postMessage({ tinglan: 'here' }, '*')
  return () => {
    removeEventListener('message', heard)
    stop()
  }
}
