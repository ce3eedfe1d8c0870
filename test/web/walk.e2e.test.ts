// Every page of every role, in both languages, at 1024 × 768, in one browser: axe-core finds nothing, no text is cut off
// or covered, and no code stands where a word should.
import type { Page } from 'playwright-core'
import t from 'tap'
import { type Pages, startPages } from './built-pages.ts'
import { codesIn, cutOff, violations } from './page-checks.ts'

const ROLES = ['admin', 'lead', 'planner', '1001'] as const
/** pages that no menu leads to */
const MORE: Partial<Record<(typeof ROLES)[number], string[]>> = {
  admin: ['/admin/flows/flow-main'],
  planner: ['/plan/rosters/roster-next'],
}
const LANGS = ['zh', 'en'] as const

let pages: Pages
t.setTimeout(900_000)
t.before(async () => {
  pages = await startPages()
})

/** The page has what it asked for and has drawn it. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('h1').first().waitFor()
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}

async function looked(page: Page, lang: string): Promise<string[]> {
  return [
    ...(await violations(page)).map(({ rule, where }) => `axe ${rule}: ${where}`),
    ...(await cutOff(page)),
    ...(lang === 'zh' ? (await codesIn(page)).map((code) => `code: ${code}`) : []),
  ]
}

/** The addresses in the menu and its tabs, group by group, as this person sees them. */
async function addresses(page: Page): Promise<string[]> {
  const hrefs = (within: string): Promise<string[]> =>
    page.evaluate(`[...document.querySelectorAll('${within} a')].map((one) => one.getAttribute('href'))`)
  const found = new Set<string>()
  for (const group of await hrefs('nav')) {
    await page.goto(pages.url(group))
    await settled(page)
    found.add(group)
    for (const href of await hrefs('[data-testid=tabs]')) found.add(href)
  }
  return [...found]
}

for (const role of ROLES) {
  t.test(`the pages of ${role}`, async (t) => {
    const page = await pages.open('/', role)
    page.on('pageerror', (error) => t.fail(error.message))
    await settled(page)
    t.ok((await page.locator('nav').first().locator('li').count()) <= 7, 'at most seven entries')
    const all = [...(await addresses(page)), ...(MORE[role] ?? [])]
    t.comment(`${all.length} pages`)
    for (const lang of LANGS) {
      await page.evaluate(`localStorage.setItem('tinglan.lang', '${lang}')`)
      for (const address of all) {
        await page.goto(pages.url(address))
        await settled(page)
        t.same(await looked(page, lang), [], `${address} ${lang}`)
      }
    }
  })
}

const DIALOGS: Record<string, [account: string, address: string, open: (page: Page) => Promise<void>]> = {
  password: [
    'admin',
    '/',
    (page) =>
      page
        .locator('header')
        .getByRole('button')
        .last()
        .click()
        .then(() => page.getByRole('menuitem').first().click()),
  ],
  palette: ['admin', '/', (page) => page.keyboard.press('Control+k')],
  'desk sign-in': ['1001', '/desk', (page) => page.locator('[data-testid=phone-bar] button').first().click()],
  record: ['admin', '/admin/queues', (page) => page.locator('tbody tr').first().click()],
  call: ['lead', '/calls', (page) => page.locator('tbody tr').first().click()],
  'audit entry': ['admin', '/admin/audit', (page) => page.locator('tbody tr').first().click()],
  message: ['lead', '/messages', (page) => page.locator('tbody tr').first().click()],
}

for (const [name, [account, address, open]] of Object.entries(DIALOGS)) {
  t.test(`the dialog of ${name}`, async (t) => {
    for (const lang of LANGS) {
      const page = await pages.open(address, account, lang === 'zh' ? 'zh-CN' : 'en-GB')
      await settled(page)
      await open(page)
      const dialog = page.getByRole('dialog')
      await dialog.waitFor()
      await settled(page)
      const field = 'input:not([type=hidden], [readonly], [tabindex="-1"]), select, textarea'
      if ((await dialog.locator(field).count()) > 0)
        t.match(await page.evaluate('document.activeElement.tagName'), /INPUT|SELECT|TEXTAREA/, 'focus in a field')
      t.same(await looked(page, lang), [], `${name} ${lang}`)
      await page.close()
    }
  })
}

for (const address of ['/call-us', '/kiosk?token=board', '/desk'])
  t.test(`without an account: ${address}`, async (t) => {
    for (const lang of LANGS) {
      const page = await pages.open(address, undefined, lang === 'zh' ? 'zh-CN' : 'en-GB')
      await page.waitForLoadState('networkidle')
      t.same(await looked(page, lang), [], `${address} ${lang}`)
      await page.close()
    }
  })

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', async () => {
  await pages.close()
})
