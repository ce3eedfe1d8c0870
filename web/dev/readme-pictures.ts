// The README's pictures: node --import tsx web/dev/readme-pictures.ts <gateway url>, of a mock gateway (test/web/mock).
// Small WebP files, made by the browser itself, so that a checkout stays small.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { LANGS, openBrowser, type Shot, sit, visitAt } from './shot.ts'

const [base = 'http://127.0.0.1:5199'] = process.argv.slice(2)
const FOLDER = join(import.meta.dirname, '../pictures')
const visit = visitAt(base)

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
  { name: 'wallboard', account: 'lead', take: visit('/monitor') },
  {
    name: 'flow',
    account: 'admin',
    take: async (page) => {
      await visit('/admin/flows')(page)
      await page.locator('tbody tr').first().click()
      await page.getByTestId('flow-node').nth(1).click()
    },
  },
  { name: 'forecast', account: 'admin', take: visit('/plan/forecast') },
  { name: 'roster', account: 'admin', take: visit('/plan/rosters/roster-next') },
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
