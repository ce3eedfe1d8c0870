/* Puts Tinglan's soft phone into your page and lets the page drive it.
 *
 *   <script src="https://centre.example/tinglan-cti.js"></script>
 *   const phone = Tinglan.embed(document.querySelector('#phone'))
 *   phone.on('state', ({ mode, call }) => { if (call) openCustomer(call.number) })
 *   await phone.do('dial', { number: '13912345678' })
 *
 * Acts: sign-in ready break{reason} dial{number} answer decline hang-up hold resume mute unmute digits{digits}
 * transfer{number} consult{number} invite{number} swap merge take-back hand-over flag wrap-up end-wrap-up more-time sign-out.
 * The centre must name the origin of your page: setting gateway.embedIn. */
;(() => {
  const home = new URL(document.currentScript.src).origin
  const WAIT_MS = 15000

  function embed(place, { height = '260px' } = {}) {
    const frame = document.createElement('iframe')
    frame.src = `${home}/embed`
    frame.allow = 'microphone; autoplay'
    frame.title = 'Tinglan'
    frame.style.cssText = `width:100%;height:${height};border:0`
    const listeners = { state: [], done: [], here: [] }
    const waiting = new Map()
    let last
    let count = 0

    function heard(event) {
      if (event.source !== frame.contentWindow || event.origin !== home) return
      const { tinglan, ...news } = event.data ?? {}
      if (!(tinglan in listeners)) return
      if (tinglan === 'here') say({ act: 'ask', id: '' })
      if (tinglan === 'state') last = news
      if (tinglan === 'done') {
        waiting.get(news.id)?.(news.ok)
        waiting.delete(news.id)
      }
      for (const listener of listeners[tinglan]) listener(news)
    }
    function say(words) {
      frame.contentWindow?.postMessage({ tinglan: 'do', ...words }, home)
    }
    addEventListener('message', heard)
    place.append(frame)
    return {
      frame,
      state: () => last,
      on(what, listener) {
        listeners[what].push(listener)
        return () => listeners[what].splice(listeners[what].indexOf(listener), 1)
      },
      /** true when it was done; false when the centre said no, or nothing was heard for fifteen seconds */
      do(act, more = {}) {
        count += 1
        const id = String(count)
        return new Promise((resolve) => {
          waiting.set(id, resolve)
          setTimeout(() => {
            waiting.delete(id)
            resolve(false)
          }, WAIT_MS)
          say({ ...more, act, id })
        })
      },
      remove() {
        removeEventListener('message', heard)
        frame.remove()
      },
    }
  }
  window.Tinglan = { embed }
})()
