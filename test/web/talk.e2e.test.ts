// The talk bar in Chromium against the mock gateway: consult, swap, merge, drop, hand over, by keys and by clicks.
import type { Page } from 'playwright-core'
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { type Pages, startPages, textOf } from './built-pages.ts'

let pages: Pages

t.setTimeout(120_000)
t.before(async () => {
  pages = await startPages()
})

const parties = (page: Page): Promise<string[]> => page.getByTestId('party').allTextContents()
const press = (page: Page, name: string): Promise<void> =>
  page.getByTestId('talk-bar').getByRole('button', { name, exact: true }).click()

/** Signed in, ready, rung, answered. */
async function talking(): Promise<Page> {
  const page = await pages.open('/desk', '1001')
  const bar = page.getByTestId('phone-bar')
  await bar.waitFor()
  const signIn = bar.getByRole('button', { name: '签入' })
  if (await signIn.isVisible()) {
    await signIn.click()
    await page.locator('button[form=desk-sign-in]').click()
  }
  await page.getByText('已注册').waitFor()
  const ready = bar.getByRole('button', { name: '就绪' })
  if (await ready.isEnabled()) await ready.click()
  await page.request.post(pages.url('/mock/ring'))
  await waitFor(async () => bar.getByRole('button', { name: '接听' }).isEnabled(), { what: 'it rings' })
  await page.keyboard.press('F2')
  await page.getByTestId('talk-bar').waitFor()
  return page
}

t.test('a colleague is asked by one key, swapped, merged, dropped and handed over', async (t) => {
  const page = await talking()
  await page.keyboard.press('F6')
  await page.getByRole('dialog').waitFor()
  await page.getByRole('dialog').getByRole('tab', { name: '外线号码' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('1002')
  await page.keyboard.press('Enter')
  await waitFor(async () => (await parties(page)).length === 3, { what: 'three parties' })
  t.match((await parties(page))[0], /保持中/)
  t.match(await textOf(page.getByTestId('mode')), '保持')
  await page.keyboard.press('F6')
  await waitFor(async () => /通话中/.test((await parties(page))[0] ?? ''), { what: 'swapped' })
  t.match((await parties(page))[2], /咨询 · 保持中/)
  await page.keyboard.press('F10')
  await waitFor(async () => /坐席 · 通话中/.test((await parties(page))[2] ?? ''), { what: 'merged' })
  await page.getByTestId('talk-bar').getByRole('button', { name: /^移出/ }).click()
  await waitFor(async () => (await parties(page)).length === 0, { what: 'dropped' })
  await press(page, '咨询')
  await page.getByRole('dialog').getByRole('tab', { name: '外线号码' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('1002')
  await page.getByRole('dialog').getByRole('button', { name: '咨询', exact: true }).click()
  await waitFor(async () => (await parties(page)).length === 3, { what: 'asked again' })
  await page.getByRole('button', { name: 'EN' }).click()
  await page.getByTestId('talk-bar').getByRole('button', { name: 'Hand over' }).waitFor()
  await page.keyboard.press('Shift+F4')
  await page.getByTestId('talk-bar').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '中', exact: true }).click()
  await page.close()
})

t.test('browser and gateway end', async () => pages.close())
