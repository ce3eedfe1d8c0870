// A report saved as a file from the page, by the real gateway: Excel and CSV, in both languages, a large one in the background.
import { readFile } from 'node:fs/promises'
import { read } from '@e965/xlsx'
import type { Browser, Download, Page } from 'playwright-core'
import t from 'tap'
import { infoOf, loadReports } from '#analytics/reporting/report.ts'
import type { Letter } from '#engine/ports/mail.ts'
import { subjects } from '#engine/protocol/actors.ts'
import { PASSWORD, startedGateway } from '#test/engine/gateway/started.ts'
import { builtPages, startBrowser } from './built-pages.ts'

const ROWS = 12_000
const START = Date.UTC(2026, 10, 28, 16)
const reports = [...(await loadReports()).values()]
const columnsOf = (name: string) => reports.find((one) => one.name === name)?.columns ?? []

/** as analytics answers: the queue's id, shares and spans as they are counted; by 5 minutes there are very many */
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ start: START + n * 300_000, queue: 'queue-gone', offered: n, answered: 3, abandoned: 1, overflowed: 0 },
    ...{ serviceLevel: 0.125, meanWaitMs: 61_400, longestWaitMs: 3_600_000, meanHandleMs: null },
  }))

let browser: Browser
const letters: Letter[] = []
const mail = { on: true, send: async (letter: Letter) => void letters.push(letter) }
const started = await startedGateway({ webDir: builtPages(), mail })
t.setTimeout(300_000)
t.before(async () => {
  browser = await startBrowser()
  await started.bus.subscribe(subjects.report, (value, _subject, answer) => {
    const ask = value as { type: string; report: string; parameters: { step?: string } }
    if (ask.type === 'list') return answer?.({ ok: true, value: reports.map(infoOf) })
    const rows = ask.report === 'queue-interval' ? rowsOf(ask.parameters.step === '5' ? ROWS : 3) : []
    const more = { names: { queue: 'queues' }, targets: { serviceTarget: 'queue' } }
    answer?.({ ok: true, value: { report: ask.report, columns: columnsOf(ask.report), rows, asOf: START, ...more } })
  })
})

async function reportPage(lang: 'zh' | 'en'): Promise<Page> {
  const context = await browser.newContext({ acceptDownloads: true, locale: lang === 'zh' ? 'zh-CN' : 'en-GB' })
  const page = await context.newPage()
  await page.request.post(`${started.base}/api/session`, { data: { account: 'supervisor', password: PASSWORD } })
  await page.goto(`${started.base}/reports`)
  await page.locator('main form select').first().selectOption('queue-interval')
  await page.getByRole('button', { name: SAID[lang].show }).click()
  await page.locator('main tbody tr').first().waitFor()
  return page
}

async function saved(page: Page, button: string): Promise<Download> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).first().click(),
  ])
  return file
}
const bytesOf = async (file: Download): Promise<Buffer> => readFile(await file.path())

const SAID = {
  zh: {
    show: '查询',
    xlsx: '导出 Excel',
    csv: '导出 CSV',
    name: /^队列时段报表-.*\.xlsx$/,
    head: '服务水平(%)',
    wait: '平均等待(秒)',
  },
  en: {
    show: 'Run',
    xlsx: 'Export to Excel',
    csv: 'Export to CSV',
    name: /^Queue intervals-.*\.xlsx$/,
    head: 'Service level (%)',
    wait: 'Mean wait (s)',
  },
}

for (const lang of ['zh', 'en'] as const)
  t.test(`${lang}: Excel and CSV hold numbers that a spreadsheet counts with, and the page's words`, async (t) => {
    const page = await reportPage(lang)
    const words = SAID[lang]
    const excel = await saved(page, words.xlsx)
    t.match(excel.suggestedFilename(), words.name)
    const sheet = read(await bytesOf(excel), { cellDates: true, UTC: true }).Sheets.Tinglan ?? {}
    const heads = 'ABCDEFGHIJK'.split('').map((column) => (sheet[`${column}1`] as { v?: string } | undefined)?.v)
    const at = (head: string, row: number) =>
      sheet[`${'ABCDEFGHIJK'[heads.indexOf(head)]}${row}`] as { t: string; v: unknown } | undefined
    t.match(at(words.head, 2), { t: 'n', v: 12.5 })
    t.match(at(words.wait, 2), { t: 'n', v: 61 })
    t.same((sheet.A2 as { v?: unknown }).v, new Date(Date.UTC(2026, 10, 29)), 'midnight of the centre')
    const csv = (await bytesOf(await saved(page, words.csv))).toString('utf8')
    t.match(csv, `${words.head},`)
    t.match(csv, '2026-11-29 00:00:00,')
    t.match(csv, /,12\.5,,61,3600,/, 'a removed queue has no target')
    t.equal(csv.trim().split('\r\n').length, 4)
  })

t.test('a report of twelve thousand rows is made in the background, and all of them are in the file', async (t) => {
  const page = await reportPage('zh')
  await page.locator('main form select').nth(1).selectOption('5')
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText(/数据统计到/).waitFor()
  await page.getByRole('button', { name: '导出 CSV' }).click()
  const job = page.locator('[data-exports] [data-state]')
  await job.getByText(`${ROWS} / ${ROWS} 行`).waitFor()
  const file = await saved(page, '下载')
  t.equal((await bytesOf(file)).toString('utf8').trim().split('\r\n').length, ROWS + 1)
})

t.test('what the page shows is sent by e-mail: at set times, and now by hand', async (t) => {
  const page = await reportPage('zh')
  await page.getByRole('button', { name: '定时发送' }).click()
  await page.getByRole('button', { name: '定时发送“队列时段报表”' }).click()
  const field = (name: string) => page.locator(`[data-field=${name}]`)
  await page.getByRole('button', { name: '保存' }).click()
  await field('name').getByRole('alert').waitFor()
  await field('name').locator('input').fill('每天给经理')
  await field('recipients').locator('input').fill('boss@example.test，not-an-address')
  await page.getByRole('button', { name: '保存' }).click()
  await field('recipients').getByRole('alert').waitFor()
  await field('recipients').locator('input').fill('boss@example.test，ops@example.test')
  await page.getByRole('button', { name: '保存' }).click()
  const one = page.locator('[data-schedule]')
  await one.getByText('每天给经理').waitFor()
  await one.getByText(/下次发送 \d{4}-\d{2}-\d{2} 08:00/).waitFor()
  await one.getByRole('button', { name: '立即发送' }).click()
  await one.locator('[data-last]').getByText('已发送').waitFor()
  t.match(letters, [{ to: ['boss@example.test', 'ops@example.test'], subject: /^每天给经理 \d{4}/ }])
  t.match(letters[0]?.files?.[0]?.name, /^队列时段报表-.*\.xlsx$/)
  await one.getByRole('button', { name: '删除' }).click()
  await one.getByRole('button', { name: '确认删除' }).click()
  await page.getByText('还没有定时发送的报表').waitFor()
})

t.test('browser and gateway end', async () => {
  await browser.close()
  await started.stop()
})
