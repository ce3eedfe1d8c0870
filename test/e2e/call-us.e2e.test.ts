// A newcomer without a phone: one browser calls us from the public page, another browser answers as an agent (WebRTC on
// both sides), a supervisor finds the call and its recording.
import t from 'tap'
import type { Page as ApiPage, CallRow } from '#engine/protocol/api.ts'
import { hears, startBrowser } from '../kit/browser.ts'
import { startCentre } from '../kit/centre.ts'
import { waitFor } from '../kit/wait.ts'

const VISITOR_HZ = 1300
const AGENT_HZ = 700

t.test('a visitor talks with an agent, browser to browser', { timeout: 300_000 }, async (t) => {
  const centre = await startCentre()
  const visitors = await startBrowser(VISITOR_HZ, { width: 1024, height: 768 })
  const agents = await startBrowser(AGENT_HZ, { width: 1024, height: 768 })
  const supervisor = await centre.api('2001', 'tinglan-2001')
  t.teardown(async () => {
    supervisor.close()
    await visitors.close()
    await agents.close()
    await centre.stop()
  })
  await supervisor.watch()
  const desk = await agents.page()
  await desk.goto(centre.url)
  await desk.fill('input[name=account]', '1001')
  await desk.fill('input[name=password]', 'tinglan-1001')
  await desk.getByRole('button', { name: '登录' }).click()
  await desk.getByRole('link', { name: '坐席工作台' }).first().click()
  await desk.getByTestId('phone-bar').getByRole('button', { name: '签入' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: '签入' }).click()
  await desk.getByTestId('phone-bar').getByRole('button', { name: '就绪' }).click()
  await waitFor(() => supervisor.agent('1001')?.mode === 'ready', { what: 'agent 1001 is ready' })

  const page = await visitors.page()
  await page.goto(`${centre.url}/call-us`)
  await page.getByRole('button', { name: '拨打电话' }).click()
  await page.locator('[data-stage=talking]').waitFor({ timeout: 60_000 })
  await waitFor(async () => (await hears(page)).level > -90, { what: 'the visitor hears the menu' })
  await page.getByRole('button', { name: '1', exact: true }).click()
  await waitFor(() => supervisor.agent('1001')?.mode === 'ringing', { what: 'agent 1001 rings' })
  await desk.getByTestId('caller-number').first().waitFor({ timeout: 60_000 })
  await desk.getByRole('button', { name: '接听' }).and(desk.locator(':enabled')).first().waitFor({ timeout: 60_000 })
  await desk.keyboard.press('F2')
  await waitFor(() => supervisor.agent('1001')?.call?.connectedAt, { what: 'they are connected' })
  const near = async (who: typeof page, hz: number): Promise<boolean> => Math.abs((await hears(who)).hz - hz) < 30
  await waitFor(() => near(page, AGENT_HZ), { what: 'the visitor hears the agent' })
  await waitFor(() => near(desk, VISITOR_HZ), { what: 'the agent hears the visitor' })
  t.pass('both hear each other')

  /** Chromium met this sender before the talk, as the menu's and the queue's voice */
  const music = async (): Promise<boolean> => {
    const { hz, level } = await hears(page)
    return level > -70 && Math.abs(hz - AGENT_HZ) > 30
  }
  for (const round of [1, 2]) {
    await desk.keyboard.press('F8')
    await waitFor(() => supervisor.agent('1001')?.call?.held, { what: `on hold, ${round}` })
    await waitFor(music, { what: `the visitor hears the music on hold, ${round}` })
    await desk.keyboard.press('F8')
    await waitFor(() => near(page, AGENT_HZ), { what: `the visitor hears the agent again, ${round}` })
    await waitFor(() => near(desk, VISITOR_HZ), { what: `the agent hears the visitor again, ${round}` })
  }
  const queueId = supervisor.queue('查询')?.queueId
  const ask = (path: string, body: object): Promise<number> =>
    desk.evaluate(
      `fetch('/api/desk/${path}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '${JSON.stringify(body)}' }).then((answer) => answer.status)`,
    ) as Promise<number>
  t.equal(await ask('break', { reason: 'meal' }), 200)
  t.equal(await ask('transfer', { target: { type: 'queue', queueId } }), 200)
  await waitFor(() => supervisor.agent('1001')?.mode !== 'talking', { what: 'the visitor waits again' })
  await waitFor(music, { what: 'the visitor hears the queue' })
  await page.getByRole('button', { name: '挂断' }).click()
  await waitFor(() => supervisor.agent('1001')?.mode !== 'talking', { what: 'agent 1001 is free again' })
  const row = await waitFor(
    async () => (await supervisor.call<ApiPage<CallRow>>('GET', '/calls')).rows.find((each) => each.recording),
    { timeoutMs: 30_000, what: 'the call row with its recording' },
  )
  t.match(row, { outcome: 'answered', hungUpBy: 'caller', direction: 'in', agentIds: ['agent-1001'] })
})
