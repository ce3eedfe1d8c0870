// The built pages in Chromium against a mock gateway of its own, and how the roster tests look at them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { waitFor } from '#test/kit/wait.ts'
import { startMockGateway } from '../mock/gateway.ts'

const ROOT = new URL('../../../', import.meta.url).pathname

export interface Pages {
  url(path: string): string
  open(path: string, account?: string): Promise<Page>
  close(): Promise<void>
}

export async function startPages(): Promise<Pages> {
  if (!existsSync(`${ROOT}web/build/index.html`)) {
    const built = spawnSync('npm', ['run', 'build', '-w', 'web'], { cwd: ROOT, encoding: 'utf8' })
    if (built.status !== 0) throw new Error(`the pages do not build: ${built.stdout}${built.stderr}`)
  }
  const gateway = await startMockGateway(0, { agents: 20, lively: false })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  const contexts: BrowserContext[] = []
  const url = (path: string): string => `http://127.0.0.1:${gateway.port}${path}`
  return {
    url,
    async open(path, account = 'admin') {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      await page.request.post(url('/api/sign-in'), { data: { account, password: 'sample' } })
      await page.goto(url(path))
      return page
    },
    async close() {
      for (const context of contexts) await context.close()
      await browser.close()
      await gateway.close()
    },
  }
}

export const textOf = async (one: Locator): Promise<string> => ((await one.textContent()) ?? '').trim()

/** what a screen reader hears of a cell */
export const cell = (page: Page, row: number, column: number): Promise<string> =>
  page
    .locator(`#cell-${row}-${column}`)
    .getAttribute('aria-label')
    .then((label) => label ?? '')

export const becomes = (what: string, is: () => Promise<boolean>): Promise<boolean> => waitFor(is, { what })

export const shows = (page: Page, row: number, column: number, shift: string): Promise<boolean> =>
  becomes(`${shift} in row ${row}, column ${column}`, async () => (await cell(page, row, column)).includes(shift))

export const settled = (page: Page): Promise<boolean> =>
  becomes(
    'the consequences are known',
    async () => (await page.getByTestId('roster-figures').getAttribute('aria-busy')) === 'false',
  )

export const focused = (page: Page): Promise<string | null> =>
  page.getByTestId('roster-grid').getAttribute('aria-activedescendant')
