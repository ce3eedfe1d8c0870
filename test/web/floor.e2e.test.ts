// Pages of supervisors and administrators in Chromium against the mock gateway: what they say when something is wrong.
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { type Pages, startPages, textOf } from './built-pages.ts'

let pages: Pages
t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages({ agents: 40 })
})

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

t.test('two administrators: what was typed stays, the difference is shown, one chooses per field', async (t) => {
  const page = await pages.open('/admin/agents', 'admin')
  await page.getByRole('cell', { name: '1003', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[name=name]').fill('我改的名字')
  const other = await (await page.request.get(pages.url('/api/config/agents/agent-1003'))).json()
  await page.request.put(pages.url('/api/config/agents/agent-1003'), {
    data: { ...other, name: '别人改的名字', level: 3 },
  })
  await dialog.getByRole('button', { name: '保存' }).click()
  const clash = dialog.getByTestId('conflict')
  t.match(await textOf(clash), /我改的名字.*别人改的名字/s)
  t.equal(await dialog.locator('[name=name]').inputValue(), '我改的名字', 'nothing typed is lost')
  t.equal(await clash.locator('[data-clash]').count(), 1, 'the level is merged without a question')
  await clash.getByRole('radio').nth(1).check()
  t.equal(await dialog.locator('[name=name]').inputValue(), '别人改的名字')
  await clash.getByRole('radio').nth(0).check()
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  const saved = await (await page.request.get(pages.url('/api/config/agents/agent-1003'))).json()
  t.match(saved, { name: '我改的名字', level: 3 })
})

t.test('a flow: an unfinished draft is kept, published when it is good, undone, copied, and taken back', async (t) => {
  const page = await pages.open('/admin/flows/flow-main', 'admin')
  const name = page.getByLabel('流程名称')
  const published = async () => await (await page.request.get(pages.url('/api/config/flows/flow-main'))).json()
  const first = await published()
  await name.fill('改到一半')
  await page.getByRole('button', { name: '存草稿' }).click()
  await page.getByText('正在编辑草稿').waitFor()
  t.equal((await published()).name, first.name, 'calls go on with what is published')
  await page.goto(pages.url('/admin/flows'))
  await page.getByText('草稿', { exact: true }).waitFor()
  await page.goto(pages.url('/admin/flows/flow-main'))
  await page.getByRole('button', { name: '打开草稿' }).click()
  t.equal(await name.inputValue(), '改到一半')
  await page.getByRole('button', { name: '发布' }).click()
  await page.getByText('已发布，新来电使用此版本').waitFor()
  t.equal((await published()).name, '改到一半')
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await waitFor(async () => (await published()).name === first.name, { what: 'the publication is undone' })
  await page.getByRole('button', { name: '历史版本' }).click()
  await page.getByRole('button', { name: `回到版本 ${first.version + 1}` }).click()
  await page.getByText(`已取回版本 ${first.version + 1}`).waitFor()
  t.equal(await name.inputValue(), '改到一半')
  await page.goto(pages.url('/admin/flows/new?copy=flow-main'))
  await page.getByRole('heading', { name: `${first.name} 副本` }).waitFor()
})

t.test('a date is typed or chosen by keys from a calendar in the language of the page', async (t) => {
  const page = await pages.open('/plan/attendance', 'lead')
  const from = page.locator('[name=from]')
  await from.fill('2026/3/31')
  await from.press('Tab')
  t.equal(await from.inputValue(), '2026-03-31')
  await from.press('ArrowDown')
  await page.getByText('2026 年 3 月').waitFor()
  await page.keyboard.press('PageUp')
  await page.getByText('2026 年 2 月').waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  t.equal(await from.inputValue(), '2026-02-27')
  await from.fill('someday')
  await from.press('Tab')
  t.equal(await from.inputValue(), '2026-02-27', 'what is no date is not taken')
  t.equal(await page.locator('input[type=date], input[type=datetime-local]').count(), 0)
})

t.test('the wallboard and the kiosk name the span they count', async (t) => {
  const page = await pages.open('/monitor', 'lead')
  await page.getByText('今日 00:00 起').first().waitFor()
  await page.goto(pages.url('/kiosk?token=board'))
  await page.getByText('其余为今日 00:00 起').waitFor()
  t.pass()
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', async () => {
  await pages.close()
})
