// The built pages in Chromium against a mock gateway of its own: what every test that presses them starts with.
// Files that run in one process share one browser; what a test opened is closed at its end, as a page that stays goes on working.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import t from 'tap'
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
  /** a page with a session of its own until the end of the test; without an account nobody is signed in */
  open(path: string, account?: string, locale?: string): Promise<Page>
  close(): Promise<void>
}

export interface PagesAsked {
  /** agents of the mock company */
  agents?: number
  viewport?: { width: number; height: number }
}

let browser: Promise<Browser> | undefined
let users = 0
const opened: BrowserContext[] = []

t.afterEach(async (ended) => {
  if (ended.parent === t) await Promise.all(opened.splice(0).map((context) => context.close()))
})

/** The folder of the pages, built where they were not or are older than what they are made of. */
export function builtPages(): string {
  const folder = `${ROOT}web/build`
  const builtAt = statSync(`${folder}/index.html`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (builtAt > newestIn(`${ROOT}web/src`)) return folder
  const built = spawnSync('npm', ['run', 'build', '-w', 'web'], { cwd: ROOT, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the pages do not build: ${built.stdout}${built.stderr}`)
  return folder
}

const newestIn = (folder: string): number =>
  Math.max(
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(folder, name)).mtimeMs),
  )

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS })

/** Keeps the one browser of this process until the last who asked for it lets go. */
function shareBrowser(): { chrome: Promise<Browser>; letGo(): Promise<void> } {
  users += 1
  browser ??= startBrowser()
  const chrome = browser
  return {
    chrome,
    async letGo() {
      users -= 1
      if (users > 0) return
      browser = undefined
      await (await chrome).close()
    },
  }
}

export async function startPages({
  agents = 20,
  viewport = { width: 1024, height: 768 },
}: PagesAsked = {}): Promise<Pages> {
  builtPages()
  const { chrome, letGo } = shareBrowser()
  const gateway = await startMockGateway(0, { agents, lively: false })
  const url = (path: string): string => `http://127.0.0.1:${gateway.port}${path}`
  return {
    gateway,
    url,
    async open(path, account, locale = 'zh-CN') {
      const context = await (await chrome).newContext({
        viewport,
        acceptDownloads: true,
        locale,
        reducedMotion: 'reduce',
      })
      opened.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(30_000)
      if (account) await page.request.post(url('/api/sign-in'), { data: { account, password: 'sample' } })
      await page.goto(url(path))
      return page
    },
    async close() {
      await letGo()
      await gateway.close()
    },
  }
}

export const textOf = async (one: Locator): Promise<string> => ((await one.textContent()) ?? '').trim()
