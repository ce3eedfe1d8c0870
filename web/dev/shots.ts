// Pictures of every main page for human eyes: node --import tsx web/dev/shots.ts <gateway url> <folder> [page,page]
import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { planShots } from './plan-shots.ts'
import { LANGS, openBrowser, type Shot, type Sitting, sit, visitAt } from './shot.ts'

const [base = 'http://127.0.0.1:5199', folder = '/tmp/shots', only = ''] = process.argv.slice(2)
const SIZES = { wide: { width: 1440, height: 900 }, small: { width: 1024, height: 768 } }

const visit = visitAt(base)
const SHOTS: Shot[] = [
  { name: 'sign-in', take: visit('/') },
  { name: 'call-us', take: visit('/call-us') },
  { name: 'kiosk', take: visit('/kiosk?token=board') },
  {
    name: 'kiosk-simulated',
    account: 'admin',
    take: async (page) => {
      await page.request.post(`${base}/api/demo`, { data: { on: true, callsPerMinute: 6 } })
      await visit('/kiosk?token=board')(page)
      await page.request.post(`${base}/api/demo`, { data: { on: false, callsPerMinute: 6 } })
    },
  },
  { name: 'home', account: 'admin', take: visit('/') },
  { name: 'wallboard', account: 'lead', take: visit('/monitor') },
  { name: 'agents', account: 'lead', take: visit('/monitor/agents') },
  {
    name: 'agent-drawer',
    account: 'lead',
    take: async (page) => {
      await visit('/monitor/agents')(page)
      await page.locator('tbody tr button').nth(3).click()
      await page.waitForTimeout(600)
    },
  },
  { name: 'lines', account: 'lead', take: visit('/monitor/lines') },
  { name: 'live-calls', account: 'lead', take: visit('/monitor/calls') },
  {
    name: 'calls',
    account: 'lead',
    take: visit('/calls'),
  },
  {
    name: 'call-detail',
    account: 'lead',
    take: async (page) => {
      await visit('/calls')(page)
      await page.locator('tbody tr').first().click()
      await page.waitForTimeout(1_200)
    },
  },
  { name: 'messages', account: 'lead', take: visit('/messages') },
  {
    name: 'message',
    account: 'lead',
    take: async (page) => {
      await visit('/messages')(page)
      await page.locator('tbody tr').first().click()
      await page.waitForTimeout(1_200)
    },
  },
  {
    name: 'password',
    account: 'lead',
    take: async (page) => {
      await visit('/monitor/agents')(page)
      await page.getByRole('button', { name: '班长 周敏' }).click()
      await page.getByRole('menuitem').first().click()
      await page.locator('[name=old]').fill('wrong')
      await page.locator('[name=next]').fill('another-one')
      await page.locator('[name=again]').fill('another-one')
      await page.locator('button[form=own-password]').click()
      await page.waitForTimeout(500)
    },
  },
  { name: 'reports', account: 'lead', take: visit('/reports') },
  {
    name: 'report-beside',
    account: 'lead',
    take: async (page) => {
      await visit('/reports')(page)
      await page.locator('form select').last().selectOption('week')
      await page.locator('form button[type=submit]').click()
      await page.waitForTimeout(1_200)
    },
  },
  {
    name: 'report-calls',
    account: 'lead',
    take: async (page) => {
      await visit('/reports')(page)
      await page.locator('[data-total] button').first().click()
      await page.waitForTimeout(1_200)
    },
  },
  ...planShots(visit),
  { name: 'admin-list', account: 'admin', take: visit('/admin/agents') },
  {
    name: 'admin-form',
    account: 'admin',
    take: async (page) => {
      await visit('/admin/queues')(page)
      await page.locator('tbody tr').first().click()
      await page.waitForTimeout(600)
    },
  },
  {
    name: 'admin-hours',
    account: 'admin',
    take: async (page) => {
      await visit('/admin/numbers')(page)
      await page.locator('tbody tr').first().click()
      await page.waitForTimeout(600)
    },
  },
  { name: 'flows', account: 'admin', take: visit('/admin/flows') },
  {
    name: 'flow-editor',
    account: 'admin',
    take: async (page) => {
      await visit('/admin/flows')(page)
      await page.locator('tbody tr').first().click()
      await page.waitForTimeout(600)
      await page.getByTestId('flow-node').nth(1).click()
      await page.waitForTimeout(300)
    },
  },
  { name: 'prompts', account: 'admin', take: visit('/admin/prompts') },
  { name: 'sign-in-log', account: 'admin', take: visit('/admin/sign-in-log') },
  { name: 'audit', account: 'admin', take: visit('/admin/audit') },
  { name: 'system', account: 'admin', take: visit('/admin/system') },
  { name: 'demo', account: 'admin', take: visit('/demo') },
  { name: 'rosters', account: 'admin', take: visit('/plan/rosters') },
  { name: 'roster', account: 'admin', take: visit('/plan/rosters/roster-next') },
  { name: 'roster-long', account: 'admin', take: visit('/plan/rosters/roster-long') },
  {
    name: 'roster-edited',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/rosters/roster-next')(page)
      await page.locator('#cell-2-3').click()
      for (const key of ['4', 'ArrowDown', '1', 'ArrowDown', 'Delete', 'ArrowRight', 'p', 'ArrowDown'])
        await page.keyboard.press(key)
      await page.waitForTimeout(600)
      await page.keyboard.press('Enter')
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'roster-replan',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/rosters/roster-now')(page)
      await page.getByRole('button', { name: /重排一天|Re-plan/ }).click()
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'roster-job',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/rosters/roster-long')(page)
      await page.getByRole('button', { name: /^(生成|Generate)$/ }).click()
      await page
        .getByRole('button', { name: /^(开始生成|Generate)$/ })
        .last()
        .click()
      await page.waitForTimeout(2_500)
    },
  },
  {
    name: 'roster-new',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/rosters')(page)
      await page.getByRole('button', { name: /新建班表|New roster/ }).click()
      await page.getByRole('button', { name: /^(建立|Create)$/ }).click()
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'roster-generate',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/rosters/roster-next')(page)
      await page.getByRole('button', { name: /^(生成|Generate)$/ }).click()
      await page.waitForTimeout(300)
    },
  },
  {
    name: 'roster-import',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/rosters/roster-next')(page)
      await page.getByRole('button', { name: /导入与导出|Import and export/ }).click()
      await page.getByRole('menuitem').last().click()
      const text = 'number,date,shift\n1001,2026-11-30,早班\n1002\n1003,2026-11-30,晚班\n'
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
      await page.waitForTimeout(800)
    },
  },
  { name: 'swaps', account: 'admin', take: visit('/plan/swaps') },
  { name: 'attendance', account: 'admin', take: visit('/plan/attendance') },
  {
    name: 'attendance-sums',
    account: 'admin',
    take: async (page) => {
      await visit('/plan/attendance')(page)
      await page.getByRole('button', { name: /按坐席合计|Sums by agent/ }).click()
      await page.waitForTimeout(300)
    },
  },
  { name: 'shifts', account: 'admin', take: visit('/admin/shifts') },
  { name: 'my-roster', account: '1001', take: visit('/my-roster') },
  {
    name: 'my-roster-month',
    account: '1001',
    take: async (page) => {
      await visit('/my-roster')(page)
      await page.getByRole('button', { name: /^(月|Month)$/ }).click()
      await page.getByRole('button', { name: /申请休假|Ask for leave/ }).click()
      await page.waitForTimeout(500)
    },
  },
  {
    name: 'my-roster-swap',
    account: '1001',
    take: async (page) => {
      await visit('/my-roster')(page)
      await page.getByRole('button', { name: /往后|Later/ }).click()
      await page.waitForTimeout(400)
      await page
        .getByRole('button', { name: /申请换班|Ask to swap/ })
        .first()
        .click()
      await page.waitForTimeout(300)
    },
  },
  { name: 'desk-out', account: '1001', take: visit('/desk') },
  {
    name: 'desk-sign-in',
    account: '1001',
    take: async (page) => {
      await visit('/desk')(page)
      await page.getByTestId('phone-bar').getByRole('button').first().click()
      await page.waitForTimeout(400)
    },
  },
]

/** What goes wrong in a page is told beside its picture. */
function tellsOf(page: Page, name: () => string): Page {
  page.on('pageerror', (error) => console.log(`${name()}: ${error.message}`))
  page.on('console', (said) => said.type() === 'error' && console.log(`${name()}: ${said.text().slice(0, 200)}`))
  return page
}

async function takeAll(browser: Browser, lang: Sitting['lang'], size: keyof typeof SIZES): Promise<void> {
  const pages = new Map<string | undefined, Page>()
  let now = ''
  for (const { name, account, take } of SHOTS.filter((one) => !only || only.split(',').includes(one.name))) {
    now = name
    const page =
      pages.get(account) ?? tellsOf(await sit(browser, { base, lang, viewport: SIZES[size], account }), () => now)
    pages.set(account, page)
    try {
      await take(page)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (over > 0) console.log(`${name} ${lang} ${size}: ${over}px wider than the window`)
      await page.screenshot({ path: `${folder}/${name}-${lang}-${size}.png` })
    } catch (error) {
      console.log(`${name} ${lang} ${size}: ${String(error).slice(0, 200)}`)
    }
  }
  for (const page of pages.values()) await page.context().close()
}

const browser = await openBrowser()
mkdirSync(folder, { recursive: true })
for (const lang of LANGS) for (const size of ['wide', 'small'] as const) await takeAll(browser, lang, size)
await browser.close()
