// The work tabs of this browser, as pages read them.
import { goto } from '$app/navigation'
import type { App } from '../app.svelte.ts'
import { afterClose, opened, readTabs, type WorkTab } from './tabs.ts'

const TABS_KEY = 'tinglan.work-tabs'
let tabs = $state.raw<WorkTab[]>(readTabs(localStorage.getItem(TABS_KEY)))

function keep(next: WorkTab[]): void {
  tabs = next
  localStorage.setItem(TABS_KEY, JSON.stringify(next))
}

export const workTabs = (): readonly WorkTab[] => tabs

export function openTab(app: App, tab: WorkTab): void {
  const result = opened(tabs, tab)
  keep(result.tabs)
  if (result.closed) app.notices.say('info', app.t.business.tabReplaced(result.closed.label), { about: 'work-tabs' })
}

/** Answers where one is to go when it was the page one is on. */
export function closeTab(href: string, here: string): void {
  const next = afterClose(tabs, href)
  keep(tabs.filter((one) => one.href !== href))
  if (here === href) void goto(next?.href ?? href.slice(0, href.lastIndexOf('/')))
}
