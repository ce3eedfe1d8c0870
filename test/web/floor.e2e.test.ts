// Pages of supervisors and administrators in Chromium against the mock gateway: what they say when something is wrong.
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { type Pages, startPages, textOf } from './built-pages.ts'

let pages: Pages
t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages({ agents: 40 })
})
t.after(() => pages.close())

t.test('an address that leads nowhere keeps the menu and says so; so does an unknown kind of record', async (t) => {
  for (const path of ['/nowhere/at/all', '/admin/nothing', '/monitor/agents/x']) {
    const page = await pages.open(path, 'admin')
    await page.getByRole('heading', { name: '没有这个页面' }).waitFor()
    t.ok(await page.getByRole('navigation').first().isVisible(), path)
    t.match(await textOf(page.locator('main')), path)
    await page.close()
  }
})

t.test('a kiosk with a wrong token says so at once, and a right one shows the board', async (t) => {
  const page = await pages.open('/kiosk?token=wrong')
  t.match(await textOf(page.getByRole('alert')), '看板链接无效')
  await page.goto(pages.url('/kiosk?token=board'))
  await page.getByText('监控大屏').waitFor()
})

t.test('a sound that is none is refused in words', async (t) => {
  const page = await pages.open('/admin/prompts', 'admin')
  const sound = (name: string, bytes: string) => ({ name, mimeType: 'audio/wav', buffer: Buffer.from(bytes) })
  await page.locator('input[type=file]').setInputFiles(sound('假.wav', 'MZ a program'))
  t.match(await textOf(page.locator('[role=status]').filter({ hasText: '输入有误' })), '只支持 WAV 或 MP3 文件')
})

t.test('the rate of simulated calls is changed while they are on', async (t) => {
  const page = await pages.open('/demo', 'lead')
  await page.getByRole('button', { name: '打开模拟呼叫' }).click()
  await page.getByText('模拟呼叫已打开').waitFor()
  const change = page.getByRole('button', { name: '更改' })
  t.ok(await change.isDisabled(), 'nothing to change yet')
  await page.fill('[name=rate]', '20')
  await change.click()
  await waitFor(async () => (await (await page.request.get(pages.url('/api/demo'))).json()).callsPerMinute === 20, {
    what: 'the gateway knows',
  })
  t.ok(await page.getByText('模拟呼叫已打开').isVisible(), 'and they are still on')
  await page.fill('[name=rate]', '0')
  t.ok(await change.isDisabled())
  await page.getByRole('button', { name: '关闭模拟呼叫' }).click()
  await page.getByText('模拟呼叫已关闭').waitFor()
})
