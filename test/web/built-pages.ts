// The built pages in Chromium against a mock gateway of its own: what every test that presses them starts with.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { type MockGateway, startMockGateway } from './mock/gateway.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const ARGS = [
  '--no-sandbox',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Pages {
  gateway: MockGateway
  url(path: string): string
  /** a page with a session of its own; without an account nobody is signed in */
  open(path: string, account?: string, locale?: string): Promise<Page>
  close(): Promise<void>
}

export interface PagesAsked {
  /** agents of the mock company */
  agents?: number
  viewport?: { width: number; height: number }
}

export async function startPages({
  agents = 20,
  viewport = { width: 1024, height: 768 },
}: PagesAsked = {}): Promise<Pages> {
  if (!existsSync(`${ROOT}web/build/index.html`)) {
    const built = spawnSync('npm', ['run', 'build', '-w', 'web'], { cwd: ROOT, encoding: 'utf8' })
    if (built.status !== 0) throw new Error(`the pages do not build: ${built.stdout}${built.stderr}`)
  }
  const gateway = await startMockGateway(0, { agents, lively: false })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS })
  const contexts: BrowserContext[] = []
  const url = (path: string): string => `http://127.0.0.1:${gateway.port}${path}`
  return {
    gateway,
    url,
    async open(path, account, locale = 'zh-CN') {
      const context = await browser.newContext({ viewport, acceptDownloads: true, locale })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      if (account) await page.request.post(url('/api/sign-in'), { data: { account, password: 'sample' } })
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
