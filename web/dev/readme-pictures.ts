// The README's pictures: node --import tsx web/dev/readme-pictures.ts <mock url> <centre url>, of a mock gateway (test/web/mock)
// and, for records about people, of a centre that was just started with its sample company.
// Small WebP files, made by the browser itself, so that a checkout stays small.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { LANGS, openBrowser, type Shot, sit, visitAt } from './shot.ts'

const [base = 'http://127.0.0.1:5199', centre = 'http://localhost:8080'] = process.argv.slice(2)
const FOLDER = join(import.meta.dirname, '../pictures')
const visit = visitAt(base)

/** name, region, company */
const PEOPLE: readonly (readonly [string, string, string])[] = [
  ['林若溪', '杭州', '澜湖科技'],
  ['陈思远', '广州', '南粤物流'],
  ['何建平', '成都', '蜀光电器'],
  ['许文静', '南京', '金陵书店'],
  ['赵一鸣', '武汉', '楚天旅行'],
  ['沈嘉怡', '上海', '浦江医药'],
  ['马晓东', '西安', '长安餐饮'],
  ['郑海涛', '厦门', '鹭岛贸易'],
]

/** A page whose charts come after it. */
const drawn =
  (path: string): Shot['take'] =>
  async (page) => {
    await visit(path)(page)
    await page.locator('canvas').first().waitFor()
    await page.waitForTimeout(1_500)
  }

const PICTURES: Shot[] = [
  {
    name: 'desk',
    account: '1001',
    take: async (page) => {
      await visit('/desk')(page)
      const bar = page.getByTestId('phone-bar')
      if (await bar.getByRole('button', { name: /签入|Sign in/ }).isVisible()) {
        await bar.getByRole('button', { name: /签入|Sign in/ }).click()
        await page.locator('button[form=desk-sign-in]').click()
      }
      const ready = bar.getByRole('button', { name: /就绪|Ready/ })
      const answer = page.getByRole('button', { name: /F2/ }).first()
      await ready.or(answer).first().waitFor()
      // in the second language the phone still rings
      if (!(await answer.isVisible())) {
        if (await ready.isEnabled()) await ready.click()
        await page.request.post(`${base}/mock/ring`)
      }
      await answer.waitFor()
    },
  },
  { name: 'wallboard', account: 'lead', take: drawn('/monitor') },
  {
    name: 'flow',
    account: 'admin',
    take: async (page) => {
      await visit('/admin/flows')(page)
      await page.locator('tbody tr').first().click()
      await page.getByTestId('flow-node').nth(1).click()
    },
  },
  { name: 'forecast', account: 'admin', take: drawn('/plan/forecast') },
  { name: 'roster', account: 'admin', take: visit('/plan/rosters/roster-next') },
  { name: 'reports', account: 'lead', take: drawn('/reports') },
  {
    name: 'customers',
    take: async (page) => {
      const data = { account: '2001', password: 'tinglan-2001' }
      await page.request.post(`${centre}/api/session`, { data, headers: { origin: centre } })
      for (const [at, [name, region, company]] of PEOPLE.entries()) {
        const phones = [{ type: 'mobile', number: `1390021${String(1_000 + at * 137)}` }]
        // those of an earlier run are there
        await page.request.post(`${centre}/api/business/customers`, { data: { name, region, company, phones } })
      }
      await visitAt(centre)('/business/customers')(page)
    },
  },
]

const browser = await openBrowser()
mkdirSync(FOLDER, { recursive: true })
for (const lang of LANGS)
  for (const { name, account, take } of PICTURES) {
    const page = await sit(browser, { base, lang, viewport: { width: 1440, height: 900 }, account })
    await take(page)
    await page.waitForTimeout(800)
    writeFileSync(join(FOLDER, `${name}-${lang}.webp`), await webp(page.context(), await page.screenshot()))
    await page.context().close()
  }
await browser.close()

/** Half the size, which is what a README shows of it. */
async function webp(context: { newPage(): Promise<Page> }, png: Buffer): Promise<Buffer> {
  const page = await context.newPage()
  const url = await page.evaluate(
    async (data) => {
      const image = new Image()
      image.src = data
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = 960
      canvas.height = 600
      const pen = canvas.getContext('2d')
      if (!pen) throw new Error('no canvas')
      pen.imageSmoothingQuality = 'high'
      pen.drawImage(image, 0, 0, canvas.width, canvas.height)
      return canvas.toDataURL('image/webp', 0.8)
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  await page.close()
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}
