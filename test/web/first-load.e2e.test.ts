// What the desk costs at its first load, as the gateway sends it: files and bytes; charts only where one is drawn.
import { brotliCompressSync, constants } from 'node:zlib'
import t from 'tap'
import { type Pages, startPages } from './built-pages.ts'

const MOST_REQUESTS = 25
const MOST_BYTES = 250_000
/** words that only these libraries hold, so that a chunk of another name is known too */
const LIBRARIES = { bars: 'data-zr-dom-id', lines: 'u-legend', sound: 'renderMultiCanvas', phone: 'JsSIP' }

interface Load {
  paths: string[]
  bytes: number
  libraries: string[]
}

let pages: Pages
t.setTimeout(480_000)
t.before(async () => {
  pages = await startPages()
})

/** Squeezed as engine/gateway/http/pages.ts does; answers of the API go as they are. */
function sent(path: string, body: Buffer): number {
  if (path.startsWith('/api/') || body.length < 1_000) return body.length
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length
}

/** A first visit by somebody who is signed in to the pages. */
async function load(path: string, account: string, there: string): Promise<Load> {
  const page = await pages.open('/favicon.svg', account)
  const got: { path: string; body: Promise<Buffer> }[] = []
  page.on('response', (response) => {
    got.push({ path: new URL(response.url()).pathname, body: response.body().catch(() => Buffer.alloc(0)) })
  })
  await page.goto(pages.url(path))
  await page.locator(there).first().waitFor()
  await page.waitForLoadState('networkidle')
  const bodies = await Promise.all(got.map(({ body }) => body))
  const scripts = got.flatMap((one, n) => (one.path.endsWith('.js') ? [bodies[n]?.toString() ?? ''] : []))
  return {
    paths: got.map((one) => one.path),
    bytes: got.reduce((all, one, n) => all + sent(one.path, bodies[n] ?? Buffer.alloc(0)), 0),
    libraries: Object.entries(LIBRARIES).flatMap(([name, word]) =>
      scripts.some((one) => one.includes(word)) ? [name] : [],
    ),
  }
}

const names = ({ paths }: Load): string =>
  paths.map((path) => path.replace(/^.*\/([^/]*?)\.[^./]*(\.\w+)$/, '$1$2')).join(' ')

t.test('the desk comes in at most 25 requests and 250 kB, without a chart; signed in, with its phone', async (t) => {
  for (const [state, phone] of [
    ['signed out', []],
    ['ready', ['phone']],
  ] as const) {
    const desk = await load('/desk', '1001', state === 'ready' ? 'text=已注册' : '[data-testid=phone-bar] button')
    t.comment(`${state}: ${desk.paths.length} requests, ${desk.bytes} bytes: ${names(desk)}`)
    t.ok(desk.paths.length <= MOST_REQUESTS, `${state}: ${desk.paths.length} requests`)
    t.ok(desk.bytes <= MOST_BYTES, `${state}: ${desk.bytes} bytes`)
    t.same(desk.libraries, phone, `${state}: libraries`)
    t.notOk(
      desk.paths.some((path) => path.includes('chart')),
      'no chunk of charts',
    )
    if (state === 'signed out') await signInToDesk()
  }
})

async function signInToDesk(): Promise<void> {
  const page = await pages.open('/desk', '1001')
  await page.locator('[data-testid=phone-bar] button').first().click()
  await page.locator('button[form=desk-sign-in]').click()
  await page.getByText('已注册').waitFor()
  await page.context().close()
}

t.test('a chart is loaded by the page that draws it, and by no other', async (t) => {
  t.same((await load('/monitor', 'lead', 'tbody tr')).libraries, ['lines'], 'today planned against actual')
  t.same((await load('/monitor/agents', 'lead', 'tbody tr')).libraries, [])
  t.same((await load('/calls', 'lead', 'tbody tr')).libraries, [])
  t.same((await load('/reports', 'lead', 'canvas')).libraries, ['bars'])
  t.same((await load('/plan/forecast', 'lead', 'canvas')).libraries, ['lines'])
})

// not an after-hook: the root test waits for the server to be gone before it runs those
t.test('browser and gateway end', () => pages.close())
