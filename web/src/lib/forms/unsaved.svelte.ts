// Guards changes that were not saved: within the app by a question, at closing the tab by the browser's own.
import { beforeNavigate, goto } from '$app/navigation'
import type { App } from '../app.svelte.ts'

export function guardUnsaved(app: App, dirty: () => boolean): void {
  let leaving = false
  beforeNavigate((navigation) => {
    if (leaving || !dirty()) return
    navigation.cancel()
    if (navigation.willUnload || !navigation.to) return
    const to = navigation.to.url
    void askToLeave(app).then((leave) => {
      if (!leave) return
      leaving = true
      void goto(to).finally(() => {
        leaving = false
      })
    })
  })
}

export function askToLeave(app: App): Promise<boolean> {
  const words = app.t.common
  return app.notices.ask({ title: words.unsaved, text: words.unsavedHelp, yes: words.leave, no: words.stay, bad: true })
}
