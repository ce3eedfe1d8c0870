// One picture: whose page it is, and how to come to what is shown.
import type { Page } from 'playwright-core'

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
