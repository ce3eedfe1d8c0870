// The keyboard alone: from the sign-in page to ready, and by Ctrl-K to any page or person.
import t from 'tap'
import { type Pages, startPages } from './built-pages.ts'

let pages: Pages
t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages()
})

t.test('from the sign-in page to ready in at most eight keys besides name and password', async (t) => {
  const page = await pages.open('/')
  const focused = (name: string) => page.locator('[data-testid=phone-bar] button:focus', { hasText: name })
  await page.locator('input:focus').waitFor()
  await page.keyboard.type('1001')
  const keys = async (...pressed: string[]): Promise<void> => {
    for (const one of pressed) await page.keyboard.press(one)
  }
  await keys('Tab')
  await page.keyboard.type('sample')
  await keys('Enter')
  await page.waitForURL('**/desk')
  await focused('签入').waitFor()
  await keys('Enter')
  await page.locator('[role=dialog] input:focus').waitFor()
  await keys('Enter')
  await focused('就绪').waitFor()
  await keys('Enter')
  await page.getByTestId('mode').getByText('就绪').waitFor()
  t.pass('five keys: Tab, Enter, Enter, Enter, Enter')
})

t.test('Ctrl-K leads to a page by its first letters and to an agent by number', async (t) => {
  const page = await pages.open('/', 'admin')
  await page.locator('h1').first().waitFor()
  const go = async (typed: string): Promise<void> => {
    await page.keyboard.press('Control+k')
    await page.locator('[role=combobox]:focus').fill(typed)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
  }
  await go('hwyc')
  await page.waitForURL('**/plan/forecast')
  await page.keyboard.press('Control+k')
  await page.locator('[role=combobox]:focus').fill('王晓燕')
  await page.getByRole('option').filter({ hasText: '1001' }).click()
  await page.waitForURL('**/monitor/agents?search=1001')
  await page.getByText('显示 1 / 20').waitFor()
  t.pass('there')
})

t.test('Ctrl-K says that it is looking, and Enter takes nobody found for other words', async (t) => {
  const page = await pages.open('/', 'admin')
  await page.locator('h1').first().waitFor()
  await page.keyboard.press('Control+k')
  const box = page.locator('[role=combobox]:focus')
  await box.fill('王晓燕')
  await page.getByRole('option').filter({ hasText: '1001' }).waitFor()
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/api/find**', async (route) => {
    await held
    await route.continue()
  })
  await box.fill('没有这个人')
  await page.getByRole('status').filter({ hasText: '正在加载' }).waitFor()
  t.equal(await page.getByRole('option').count(), 0, 'who was found before is gone')
  answer()
  await page.getByRole('status').filter({ hasText: '没有找到' }).waitFor()
  t.pass('only then nobody is found')
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', async () => {
  await pages.close()
})
