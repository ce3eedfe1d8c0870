// The desk in Chromium against the mock gateway: failed acts are told and kept, clocks and counters agree.
import type { Page } from 'playwright-core'
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { type Pages, startPages, textOf } from './built-pages.ts'

let pages: Pages

t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages()
})

const url = (path: string): string => pages.url(path)
const open = (path: string, account?: string): Promise<Page> => pages.open(path, account)
const mode = (page: Page): Promise<string> => textOf(page.getByTestId('mode'))
/** the three in one look, as a person sees them; a string, because it runs in the page */
const CLOCKS = `['timer', 'card-timer', 'status-timer'].map((id) =>
  document.querySelector('[data-testid=' + id + ']').textContent.trim())`

t.test(
  'a call that cannot be placed says why within a second, and stays in the own calls with the reason',
  async (t) => {
    const page = await open('/desk', '1001')
    const counter = (name: string): Promise<string> => textOf(page.locator(`[data-counter=${name}]`))
    await page.getByTestId('phone-bar').waitFor()
    const signIn = page.getByTestId('phone-bar').getByRole('button', { name: '签入' })
    if (await signIn.isVisible()) {
      await signIn.click()
      await page.locator('button[form=desk-sign-in]').click()
    }
    await page.getByText('已注册').waitFor()
    const before = Number(await counter('outbound'))
    const cases: [string, RegExp, RegExp][] = [
      ['00000000000', /没有中继/, /No trunk/],
      ['1099', /没有这个号码/, /no such number/],
      ['1002', /没有签入/, /not signed in/],
      ['1001', /自己的号码/, /your own number/],
      ['8009', /没有注册/, /not registered/],
    ]
    for (const [n, [number, zh]] of cases.entries()) {
      await page.fill('input[name=dial]', number)
      await page.getByTestId('phone-bar').getByRole('button', { name: '呼出' }).click()
      const note = page.getByTestId('failed-act').filter({ hasText: zh })
      await note.waitFor()
      t.match(await textOf(note), number)
      await waitFor(async () => (await counter('outbound')) === String(before + n + 1), {
        what: `${number} is counted`,
      })
      t.match(await textOf(page.locator('[data-part=outbound]').first()), zh, 'and stays in the list')
    }
    t.match(await mode(page), /小休|就绪/, 'the agent is where it was')
    await page.getByRole('button', { name: 'EN' }).click()
    const rows = await page.locator('[data-part=outbound]').allTextContents()
    for (const [n, [, , en]] of cases.toReversed().entries()) t.match(rows[n], en)
    await page.getByTestId('failed-act').getByRole('button', { name: 'Close' }).click()
    await page.getByTestId('failed-act').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '中', exact: true }).click()
    await page.close()
  },
)

t.test('a number typed while the last one is still being asked for is kept', async () => {
  const page = await open('/desk', '1001')
  await page.getByText('已注册').waitFor()
  let go = (): void => undefined
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  await page.route('**/api/desk/dial', async (route) => {
    const answer = await route.fetch()
    await held
    await route.fulfill({ response: answer })
  })
  await page.fill('input[name=dial]', '1099')
  await page.getByTestId('phone-bar').getByRole('button', { name: '呼出' }).click()
  await page.getByTestId('failed-act').filter({ hasText: '1099' }).waitFor()
  await page.fill('input[name=dial]', '8009')
  go()
  await page.getByTestId('phone-bar').getByRole('button', { name: '呼出' }).click()
  await page.getByTestId('failed-act').filter({ hasText: '8009' }).waitFor()
  const typed = (): Promise<string> => page.inputValue('input[name=dial]')
  await waitFor(async () => (await typed()) === '', { what: 'it is empty once its own call was asked for' })
  await page.close()
})

t.test('card, bar and status bar show one clock, and counters and own calls the same calls', async (t) => {
  const page = await open('/desk', '1001')
  await page.getByText('已注册').waitFor()
  const ready = page.getByTestId('phone-bar').getByRole('button', { name: '就绪' })
  if (await ready.isEnabled()) await ready.click()
  await waitFor(async () => (await mode(page)) === '就绪', { what: 'ready' })
  const answered = Number(await textOf(page.locator('[data-counter=answered]')))
  await page.request.post(url('/mock/ring'))
  await page.getByTestId('caller-card').waitFor()
  await page.keyboard.press('F2')
  await waitFor(async () => (await mode(page)) === '通话', { what: 'talking' })
  for (const name of ['保持', '拨号盘', '转接']) {
    t.ok(await page.getByTestId('phone-bar').getByRole('button', { name }).isEnabled(), `${name} at once`)
  }
  for (let look = 0; look < 5; look++) {
    const clocks = (await page.evaluate(CLOCKS)) as string[]
    t.equal(clocks.length, 3)
    t.equal(new Set(clocks).size, 1, clocks.join(' '))
  }
  await page.keyboard.press('F4')
  await waitFor(async () => (await textOf(page.locator('[data-counter=answered]'))) === String(answered + 1), {
    what: 'the call is counted',
  })
  t.equal(await page.locator('[data-part=answered]').count(), Math.min(answered + 1, 12))
  await page.getByRole('button', { name: '结束话后处理' }).click()
  await page.close()
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', async () => {
  await pages.close()
})
