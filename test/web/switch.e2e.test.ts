// The office switch as an administrator sees it in Chromium: a route made by its form, a number tried, lines watched.
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { PASSWORD, startedGateway } from '#test/engine/gateway/started.ts'
import { builtPages, startBrowser } from './built-pages.ts'

let browser: Browser
const started = await startedGateway({ webDir: builtPages() })
t.setTimeout(300_000)
t.before(async () => {
  browser = await startBrowser()
})
t.teardown(async () => {
  await browser.close()
  await started.stop()
})

async function pageOf(account: string, locale = 'zh-CN'): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.request.post(`${started.base}/api/session`, { data: { account, password: PASSWORD } })
  return page
}

t.test('a route by its form, in force; a number tried says which way it goes and why', async (t) => {
  const admin = await started.signIn('administrator')
  for (const name of ['电信', '联通'])
    await admin.post('/api/config/trunks', { name, kind: 'address', host: name === '电信' ? '192.0.2.1' : '192.0.2.2' })
  const page = await pageOf('administrator')
  await page.goto(`${started.base}/admin/outbound-routes`)
  await page.getByRole('button', { name: '新增' }).click()
  const form = page.getByRole('dialog')
  const field = (name: string) => form.locator(`[data-field=${name}]`)
  await field('name').locator('input').fill('长途')
  await field('prefixes').locator('input').fill('9')
  await field('strip').locator('input').fill('1')
  for (const name of ['电信', '联通']) {
    await field('trunks').getByRole('button', { name: '添加一项' }).click()
    await field('trunks').locator('select').last().selectOption({ label: name })
  }
  await form.getByRole('button', { name: '保存' }).click()
  await page.locator('tbody').getByText('长途').waitFor()
  await page.locator('input[name=number]').fill('9 010-8888 6666')
  await page.getByRole('button', { name: '试一试' }).click()
  await page.getByTestId('written').waitFor()
  t.equal(await page.getByTestId('written').textContent(), '01088886666')
  t.match(((await page.getByTestId('trunks').textContent()) ?? '').replace(/\s+/g, ' '), /电信 .*→ 联通/)
  await page.locator('input[name=number]').fill('5')
  await page.getByRole('button', { name: '试一试' }).click()
  await page.getByText('无路可走').waitFor()
  t.match(await page.getByTestId('tried').textContent(), /长途：前缀不符/)
})

t.test('lines: channels in use of those there are, phones registered or not', async (t) => {
  const page = await pageOf('supervisor', 'en-GB')
  await page.goto(`${started.base}/monitor/lines`)
  await page.getByText('电信').waitFor()
  t.match(await page.locator('main').textContent(), /By address/)
})
