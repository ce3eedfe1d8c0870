// A flow is drawn: greeting, menu, queue, by mouse and again by keyboard alone; undone, copied, found, tidied.
import type { Locator, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { startPages } from './built-pages.ts'

const pages = await startPages({ viewport: { width: 1440, height: 900 } })
t.setTimeout(180_000)
t.teardown(() => pages.close())

interface Drawn {
  startNodeId: string
  nodes: { id: string; type: string; name: string; next: Record<string, string>; at?: { x: number; y: number } }[]
}

const card = (page: Page, name: string): Locator => page.locator('.svelte-flow__node').filter({ hasText: name })
const palette = (page: Page, type: string): Locator => page.locator(`[role=toolbar] button[data-type="${type}"]`)
const outlet = (from: Locator, n: number): Locator => from.locator('.svelte-flow__handle.source').nth(n)

async function centreOf(what: Locator): Promise<{ x: number; y: number }> {
  const box = await what.boundingBox()
  if (!box) throw new Error('not in view')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 5 })
  await page.mouse.move(to.x, to.y, { steps: 5 })
  await page.mouse.up()
}

/** Keeps the draft and answers it as the gateway has it. */
async function kept(page: Page): Promise<Drawn> {
  await page.getByRole('button', { name: '存草稿' }).click()
  await page.getByText('正在编辑草稿').waitFor()
  const drafts = await (await page.request.get(pages.url('/api/config/flow-drafts'))).json()
  return drafts.rows.at(-1) as Drawn
}

function isGreetingMenuQueue(t: Test, { startNodeId, nodes }: Drawn): void {
  const [greeting, menu, queue] = ['play', 'menu', 'to-queue'].map((type) => nodes.find((node) => node.type === type))
  t.equal(startNodeId, greeting?.id)
  t.equal(greeting?.next.done, menu?.id)
  t.equal(menu?.next['key-1'], queue?.id)
  t.ok(greeting?.at && menu?.at && queue?.at, 'each has its place')
}

t.test(
  'by mouse: a type is dragged in, a line is drawn, a line let go over nothing asks what shall be there',
  async (t) => {
    const page = await pages.open('/admin/flows/new', 'admin')
    await page.getByLabel('流程名称').fill('画的流程')
    const pane = page.locator('.svelte-flow__pane')
    await palette(page, 'play').dragTo(pane, { targetPosition: { x: 160, y: 160 } })
    await palette(page, 'menu').dragTo(pane, { targetPosition: { x: 460, y: 160 } })
    await card(page, '菜单').waitFor()
    const inlet = card(page, '菜单').locator('.svelte-flow__handle.target')
    await drag(page, await centreOf(outlet(card(page, '播放'), 0)), await centreOf(inlet))
    await page.locator('.svelte-flow__edge').waitFor({ state: 'attached' })

    const key1 = await centreOf(outlet(card(page, '菜单'), 0))
    await drag(page, key1, { x: key1.x + 90, y: key1.y + 130 })
    await page.getByRole('menuitem', { name: '转队列' }).click()
    await card(page, '转队列').waitFor()
    t.equal(await page.locator('.svelte-flow__edge').count(), 2)
    isGreetingMenuQueue(t, await kept(page))
  },
)

t.test('by keyboard alone: each node is hung on the chosen one', async (t) => {
  const page = await pages.open('/admin/flows/new', 'admin')
  await page.getByLabel('流程名称').focus()
  await page.keyboard.type('键盘画的')
  for (const type of ['play', 'menu', 'to-queue']) {
    await palette(page, type).focus()
    await page.keyboard.press('Enter')
  }
  await card(page, '转队列').waitFor()
  await card(page, '转队列').focus()
  await page.keyboard.press('Delete')
  await card(page, '转队列').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+z')
  await card(page, '转队列').waitFor()
  t.equal(await page.locator('.svelte-flow__edge').count(), 2, 'the lines are back as well')
  isGreetingMenuQueue(t, await kept(page))
})

t.test('a flow that was never drawn is laid out; nodes are found, copied, moved, and tidied', async (t) => {
  const page = await pages.open('/admin/flows/flow-main', 'admin')
  const all = page.locator('.svelte-flow__node')
  await all.first().waitFor()
  const count = await all.count()
  const boxes = await Promise.all((await all.all()).map((one) => one.boundingBox()))
  const apart = boxes.every((a, n) =>
    boxes.every(
      (b, m) =>
        n === m ||
        !a ||
        !b ||
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y,
    ),
  )
  t.ok(apart, 'no card lies on another')

  await page.getByRole('button', { name: '模拟来电' }).click()
  const heard = page.getByTestId('flow-try').locator('[data-line]')
  await heard.filter({ hasText: '欢迎致电听澜' }).waitFor()
  await page.keyboard.press('2')
  await heard.filter({ hasText: '进入队列' }).waitFor()
  t.same(await heard.evaluateAll((lines) => lines.map((line) => line.getAttribute('data-line'))), [
    'said',
    'said',
    'keyed',
    'to-queue',
  ])
  t.equal(await page.locator('.svelte-flow__edge.animated').count(), 2, 'the way is lit up')
  await page.getByText('用于：接入号：95588').waitFor()
  const tests = page.getByTestId('flow-tests')
  await tests.getByLabel(/测试名称/).fill('按 2 进队列')
  await tests.getByRole('button', { name: '存为测试' }).click()
  await tests.getByText('按 2 进队列').waitFor()
  const stored = await (await page.request.get(pages.url('/api/config/flow-tests'))).json()
  t.match(stored.rows[0], { flowId: 'flow-main', inputs: [{ type: 'keys', digits: '2' }], steps: [{}, {}, {}] })
  await page.getByRole('button', { name: '重新开始' }).click()
  await tests.getByRole('button', { name: '重放' }).click()
  await heard.filter({ hasText: '进入队列' }).waitFor()
  await page.getByRole('button', { name: '模拟来电' }).click()

  await page.getByRole('searchbox', { name: '查找节点' }).fill('主菜')
  await page.keyboard.press('Enter')
  const name = page.getByLabel('节点名称')
  t.equal(await name.inputValue(), '主菜单')
  await name.fill('总菜单')
  await card(page, '总菜单').waitFor()
  await page.getByRole('button', { name: '撤销一步' }).click()
  await card(page, '主菜单').waitFor()

  await card(page, '主菜单').click({ position: { x: 60, y: 12 } })
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await waitFor(async () => (await all.count()) === count + 1, { what: 'the copy is there' })
  const before = await centreOf(card(page, '主菜单').last())
  await drag(page, { ...before, y: before.y - 40 }, { x: before.x + 60, y: before.y + 60 })
  await page.keyboard.press('ArrowDown')
  await page.getByRole('button', { name: '自动排列' }).click()
  t.equal(await all.count(), count + 1)
  await page.getByRole('button', { name: '全部节点' }).click()
  t.equal(await page.getByTestId('flow-node').count(), count + 1)
})
