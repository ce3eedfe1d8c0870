// A board arranged on its page, gone through on a wall screen with live figures, colours and words; the history of the system.
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { subjects } from '#engine/protocol/actors.ts'
import { KIOSK, PASSWORD, startedGateway } from '#test/engine/gateway/started.ts'
import { waitFor } from '#test/kit/wait.ts'
import { builtPages, startBrowser } from './built-pages.ts'

const started = await startedGateway({ webDir: builtPages() })
let browser: Browser
t.setTimeout(300_000)
t.before(async () => {
  browser = await startBrowser()
})

async function opened(path: string, account?: string): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  if (account) await page.request.post(`${started.base}/api/session`, { data: { account, password: PASSWORD } })
  await page.goto(started.base + path)
  return page
}
/** as an engine node shows it */
function shown(waiting: number): void {
  const at = started.clock.now
  const today = {
    date: '',
    offered: 9,
    answered: 6,
    answeredInTarget: 6,
    abandoned: 3,
    overflowed: 0,
    waitMsSum: 0,
    longestWaitMs: 0,
  }
  const view = {
    ...{ queueId: 'q1', name: '售前', waiting: [], waitingCount: waiting, agents: [], today },
    ...{ serviceLevelMs: 20_000, serviceLevelPercent: 80 },
  }
  started.bus.publish('live.queue.q1', { node: 'engine-1', at, view })
  started.clock.now += 1
}

t.test('a board is arranged on its page: usual tiles, words, a formula; moved and saved', async (t) => {
  shown(2)
  const page = await opened('/admin/boards', 'administrator')
  await page.getByText('还没有版面').waitFor()
  await page.getByRole('button', { name: '新增版面' }).click()
  const tiles = page.locator('[data-board] [data-tile]')
  await waitFor(async () => (await tiles.count()) === 8, { what: 'the usual tiles are there' })
  await tiles.nth(0).getByText('等待人数').waitFor()
  const add = async (show: string, field: string, typed: string) => {
    await page.getByRole('button', { name: '添加卡片' }).click()
    await page.locator('[data-field=show] select').selectOption(show)
    await page.locator(`[data-field=${field}]`).locator('input, textarea').fill(typed)
    await page.getByRole('button', { name: '确定' }).click()
  }
  await add('text', 'text', '今日目标：接通率 95%')
  await add('formula', 'formula', 'abandoned / nothing')
  await page.locator('[data-field=formula]').getByRole('alert').waitFor()
  await page.locator('[data-field=formula] input').fill('answered / abandoned')
  await page.getByRole('button', { name: '确定' }).click()
  await waitFor(async () => (await tiles.count()) === 10, { what: 'both are added' })
  await tiles.nth(9).hover()
  await tiles.nth(9).getByRole('button', { name: '前移' }).click()
  await tiles.nth(8).getByText('answered / abandoned').waitFor()
  await page.getByRole('button', { name: '保存' }).click()
  await waitFor(async () => (await started.sql`select 1 from boards`).length === 1, { what: 'it is kept' })
  const [kept] = await started.sql<{ tiles: { show: string }[] }[]>`select tiles from boards`
  t.equal(kept?.tiles[8]?.show, 'formula')
})

t.test('a wall screen goes through the boards chosen for it, and a tile past its threshold is red', async (t) => {
  const admin = await started.signIn('administrator')
  const [board] = (await admin.get('/api/config/boards')).body.rows
  const second = { name: '第二块', seconds: 5, tiles: [{ show: 'text', text: '欢迎参观', width: '4' }] }
  const { id } = (await admin.post('/api/config/boards', second)).body
  const { version: was, ...kiosk } = (await admin.get('/api/config/kiosks/kiosk-1')).body
  const { name, queueIds, showNumbers, enabled } = kiosk
  const body = { name, queueIds, showNumbers, enabled, version: was, boardIds: [board.id, id] }
  t.equal((await admin.put('/api/config/kiosks/kiosk-1', body)).status, 200)
  const { version, tiles } = (await admin.get(`/api/config/boards/${board.id}`)).body
  const quick = { name: board.name, seconds: 6, tiles, enabled: true, version }
  t.equal((await admin.put(`/api/config/boards/${board.id}`, quick)).status, 200)
  t.match((await admin.post('/api/config/boards', { ...second, tiles: [{ show: 'formula', formula: '1 +' }] })).body, {
    fields: [{ path: 'tiles.0.formula' }],
  })
  const screen = await opened(`/kiosk?token=${KIOSK}`)
  const waiting = screen.locator('[data-tile="0"]')
  await waiting.getByText('等待人数').waitFor()
  shown(12)
  await screen.locator('[data-tile="0"][data-tone=bad]').getByText('12').waitFor()
  await screen.locator('[data-tile="8"]').getByText('2', { exact: true }).waitFor()
  await screen.getByText('欢迎参观').waitFor()
  await waiting.getByText('等待人数').waitFor()
  t.equal((await started.guest.get('/api/kiosk/boards?token=kiosk-1.wrong')).status, 403)
})

t.test('the wallboard looks back by dragging its time line', async (t) => {
  const admin = await started.signIn('administrator')
  const queueId = (await admin.post('/api/config/queues', { name: '售后', strategy: 'random' })).body.id
  const asked: number[] = []
  await started.bus.subscribe(subjects.report, (value, _subject, answer) => {
    const { type, at } = value as { type: string; at: number }
    if (type !== 'board-past') return answer?.({ ok: true, value: [] })
    asked.push(at)
    const counts = { waiting: 7, oldest: at - 65_000, offered: 321, answered: 200, inTarget: 150, abandoned: 50 }
    const queue = { queue: queueId, ...counts, overflowed: 0, waitMs: 0, longestMs: 0 }
    return answer?.({
      ok: true,
      value: { queues: [queue], agents: [{ agent: 'agent-1', mode: 'talking', since: at }] },
    })
  })
  const page = await opened('/monitor', 'supervisor')
  await page.getByRole('button', { name: '回看' }).click()
  const tile = (label: string, hasText: string | RegExp) => page.locator(`[data-tile="${label}"]`, { hasText })
  await tile('呼入', '321').waitFor()
  await tile('最长等待', '1:05').waitFor()
  await page.getByText('售后').first().waitFor()
  const line = page.getByRole('slider', { name: '时刻' })
  await line.fill('0')
  const midnight = await waitFor(async () => asked.find((at) => (at + 8 * 3_600_000) % 86_400_000 === 0), {
    what: 'midnight of the centre is asked for',
  })
  await line.focus()
  await page.keyboard.press('ArrowRight')
  await waitFor(async () => asked.includes(midnight + 60_000), { what: 'a key moves it by a minute' })
  t.match(await page.locator('[data-past-at]').textContent(), /00:01/)
  await page.getByRole('button', { name: '回到现在' }).click()
  await tile('呼入', /^9$/).waitFor()
})

t.test('the history of the system is drawn', async () => {
  await waitFor(async () => (await started.sql`select 1 from system_samples`).length > 0, {
    what: 'a minute is written',
  })
  const page = await opened('/admin/history', 'administrator')
  // processors are known from the second minute on
  for (const group of ['calls', 'queues', 'agents', 'space', 'nodes'])
    await page.locator(`[data-history=${group}] canvas`).waitFor()
})

t.test('browser and gateway end', async () => {
  await browser.close()
  await started.stop()
})
