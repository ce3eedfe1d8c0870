// At most five records open at once, kept over a reload: the sixth closes the one opened first. Pure.
export interface WorkTab {
  href: string
  label: string
}

export const MOST_TABS = 5

export interface Opened {
  tabs: WorkTab[]
  /** what had to go */
  closed?: WorkTab
}

export function opened(tabs: readonly WorkTab[], tab: WorkTab): Opened {
  if (tabs.some(({ href }) => href === tab.href)) {
    return { tabs: tabs.map((one) => (one.href === tab.href ? tab : one)) }
  }
  const all = [...tabs, tab]
  const [first, ...rest] = all
  return all.length > MOST_TABS && first ? { tabs: rest, closed: first } : { tabs: all }
}

/** Where to go when the tab one is on is closed: the one after it, else the one before. */
export function afterClose(tabs: readonly WorkTab[], href: string): WorkTab | undefined {
  const at = tabs.findIndex((one) => one.href === href)
  return tabs[at + 1] ?? tabs[at - 1]
}

/** What was kept, as far as it is what we keep. */
export function readTabs(text: string | null): WorkTab[] {
  try {
    const given: unknown = JSON.parse(text ?? '[]')
    if (!Array.isArray(given)) return []
    return given
      .filter(
        (one): one is WorkTab =>
          typeof one?.href === 'string' && one.href.startsWith('/') && typeof one?.label === 'string',
      )
      .slice(-MOST_TABS)
  } catch {
    return []
  }
}
