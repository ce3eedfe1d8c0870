// One picture: whose page it is, and how to come to what is shown; the browser that pictures are taken in.
import { type Browser, chromium, type Page } from 'playwright-core'

export interface Shot {
  name: string
  account?: string
  take: (page: Page) => Promise<void>
}

export type Visit = (path: string) => (page: Page) => Promise<void>

/** Opens a page of the gateway at `base` and lets it settle. */
export const visitAt =
  (base: string): Visit =>
  (path) =>
  async (page) => {
    await page.goto(base + path)
    await page.waitForLoadState('networkidle').catch(() => undefined)
    await page.waitForTimeout(500)
  }

export const LANGS = ['zh', 'en'] as const

const ARGS = [
  '--no-sandbox',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS })

export interface Sitting {
  base: string
  lang: (typeof LANGS)[number]
  viewport: { width: number; height: number }
  /** without one nobody is signed in */
  account?: string | undefined
}

/** A page of somebody's own, in one language. */
export async function sit(browser: Browser, { base, lang, viewport, account }: Sitting): Promise<Page> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN' })
  await context.addInitScript((wanted) => localStorage.setItem('tinglan.lang', wanted), lang)
  const page = await context.newPage()
  if (account) await page.request.post(`${base}/api/sign-in`, { data: { account, password: 'sample' } })
  return page
}
