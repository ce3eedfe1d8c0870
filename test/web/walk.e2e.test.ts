// Every page at 1024 × 768 in both languages, by whoever sees it first and again by whoever sees it otherwise: axe-core
// finds nothing, no text is cut off or covered, and no code stands where a word should. One page a role, never loaded anew.
import type { Page } from 'playwright-core'
import t from 'tap'
import { type Pages, startPages } from './built-pages.ts'
import { bothLanguages, looked, quiet } from './page-checks.ts'

/** what a role sees otherwise than the roles before it, beyond the pages that are new with it */
const ROLES: { role: string; otherwise: string[]; unlisted: string[] }[] = [
  { role: 'admin', otherwise: [], unlisted: ['/admin/flows/flow-main', '/plan/rosters/roster-next', '/nowhere'] },
  { role: 'planner', otherwise: ['/'], unlisted: [] },
  { role: 'lead', otherwise: ['/', '/plan/forecast'], unlisted: ['/plan/rosters/roster-now'] },
  { role: '1001', otherwise: ['/'], unlisted: [] },
]
const walked = new Set<string>()

let pages: Pages
t.setTimeout(900_000)
t.before(async () => {
  pages = await startPages()
})

/** As a click on a link does: the app stays. */
async function go(page: Page, address: string): Promise<void> {
  await page.evaluate(`(() => {
    const link = document.createElement('a')
    link.href = '${address}'
    document.body.append(link)
    link.click()
    link.remove()
  })()`)
  await page.waitForURL((url) => url.pathname === address)
  await page.locator('h1').first().waitFor()
  await quiet(page)
}

const hrefs = (page: Page, within: string): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('${within} a')].map((one) => new URL(one.href).pathname)`)

/** The addresses in the menu and its tabs, group by group, as this person sees them. */
async function addresses(page: Page): Promise<string[]> {
  const found = new Set<string>()
  for (const group of await hrefs(page, 'nav:first-of-type')) {
    await go(page, group)
    found.add(group)
    // the tabs of many pages stand in parts, each reached by its name
    for (const part of new Set(await hrefs(page, '[data-testid=tabs]'))) {
      found.add(part)
      if (part !== group) await go(page, part)
      for (const href of await hrefs(page, '[data-testid=tabs]')) found.add(href)
    }
  }
  return [...found]
}

for (const { role, otherwise, unlisted } of ROLES) {
  t.test(`the pages of ${role}`, async (t) => {
    const page = await pages.open('/', role)
    page.on('pageerror', (error) => t.fail(error.message))
    await page.locator('h1').first().waitFor()
    t.ok((await page.locator('nav').first().locator('li').count()) <= 7, 'at most seven entries')
    const all = [...(await addresses(page)), ...unlisted]
    const mine = all.filter((address) => !walked.has(address) || otherwise.includes(address))
    t.comment(`${mine.length} pages of ${all.length}`)
    for (const address of mine) {
      walked.add(address)
      await go(page, address)
      await bothLanguages(page, async (lang) => t.same(await looked(page, lang), [], `${address} ${lang}`))
    }
  })
}

const press = (page: Page, selector: string): Promise<void> => page.locator(selector).first().click()
const DIALOGS: Record<string, [account: string, address: string, open: (page: Page) => Promise<void>]> = {
  password: [
    'admin',
    '/',
    async (page) => {
      await page.locator('header button').last().click()
      await page.getByRole('menuitem').first().click()
    },
  ],
  palette: ['admin', '/', (page) => page.keyboard.press('Control+k')],
  record: ['admin', '/admin/queues', (page) => press(page, 'tbody tr')],
  'audit entry': ['admin', '/admin/audit', (page) => press(page, 'tbody tr')],
  'desk sign-in': ['1001', '/desk', (page) => press(page, '[data-testid=phone-bar] button')],
  call: ['lead', '/calls', (page) => press(page, 'tbody tr')],
  message: ['lead', '/messages', (page) => press(page, 'tbody tr')],
}
const FIELD = 'input:not([type=hidden], [readonly], [tabindex="-1"]), select, textarea'

for (const account of ['admin', '1001', 'lead'])
  t.test(`the dialogs of ${account}`, async (t) => {
    const page = await pages.open('/', account)
    for (const [name, [whose, address, open]] of Object.entries(DIALOGS)) {
      if (whose !== account) continue
      await go(page, address)
      await open(page)
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      await quiet(page)
      if ((await dialog.locator(FIELD).count()) > 0)
        t.match(
          await page.evaluate('document.activeElement.tagName'),
          /INPUT|SELECT|TEXTAREA/,
          `${name}: focus in a field`,
        )
      await bothLanguages(page, async (lang) => t.same(await looked(page, lang), [], `${name} ${lang}`))
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
  })

t.test('the pages without an account', async (t) => {
  for (const address of ['/call-us', '/kiosk?token=board', '/'])
    for (const locale of ['zh-CN', 'en-GB']) {
      const page = await pages.open(address, undefined, locale)
      await page.waitForLoadState('networkidle')
      t.same(await looked(page, locale.slice(0, 2)), [], `${address} ${locale}`)
      await page.context().close()
    }
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', () => pages.close())
