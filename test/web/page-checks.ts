// What is looked at on a page as it stands: axe-core, text that is cut off or covered, codes instead of words.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page, Request } from 'playwright-core'
import { waitFor } from '#test/kit/wait.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** All rules of axe-core, none left out; each finding in a line. The app stays, so axe is brought in once. */
async function violations(page: Page): Promise<string[]> {
  // evaluated, not added as a script: the pages' own rules forbid foreign scripts
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE)
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.slice(0, 5).map((node) =>
      'axe ' + id + ' ×' + nodes.length + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 160) + ' ' + node.failureSummary.slice(0, 200))))`)
}

// Strings, not functions: the tests' types know Node, not the browser.
const CUT_OFF = `(() => {
  const found = []
  const walker = document.createTreeWalker(document.querySelector('[role=dialog]') ?? document.body, NodeFilter.SHOW_TEXT)
  const seen = new Set()
  while (walker.nextNode()) {
    const node = walker.currentNode
    const el = node.parentElement
    const text = node.textContent.trim()
    if (!text || !el || seen.has(el) || el.closest('.sr-only, #svelte-announcer, [hidden], script, style, option, svg')) continue
    seen.add(el)
    const style = getComputedStyle(el)
    if (style.visibility === 'hidden' || style.display === 'none') continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const rect = range.getBoundingClientRect()
    if (rect.width < 1 || rect.height < 1) continue
    const titled = el.closest('[title], [aria-label]')
    let clip = el
    let scrolls = false
    while (clip && clip !== document.body) {
      const s = getComputedStyle(clip)
      const box = clip.getBoundingClientRect()
      if (/auto|scroll/.test(s.overflowX) && clip.scrollWidth > clip.clientWidth) scrolls = true
      if (!scrolls && !/visible/.test(s.overflowX) && (rect.right > box.right + 1.5 || rect.left < box.left - 1.5)) {
        if (!titled) found.push('cut: ' + text.slice(0, 60))
        scrolls = true
      }
      clip = clip.parentElement
    }
    if (!scrolls && (rect.right > innerWidth + 1 || rect.left < -1)) found.push('outside: ' + text.slice(0, 60))
    const x = rect.left + rect.width / 2
    const y = rect.top + rect.height / 2
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue
    const top = document.elementFromPoint(x, y)
    if (!top || el === top || el.contains(top) || top.contains(el)) continue
    if (hides(top, el) && !top.closest('[data-sonner-toast], label') && !isClipped(el, x, y)) found.push('covered: ' + text.slice(0, 60) + ' by ' + (top.textContent.trim() || top.className.toString()).slice(0, 60))
  }
  // a box without a ground of its own hides nothing
  function hides(top, el) {
    for (let one = top; one && !one.contains(el); one = one.parentElement) {
      const ground = getComputedStyle(one).backgroundColor
      if (ground !== 'transparent' && !ground.endsWith(', 0)')) return true
    }
    return false
  }
  function isClipped(el, x, y) {
    for (let up = el.parentElement; up; up = up.parentElement) {
      const s = getComputedStyle(up)
      if (/visible/.test(s.overflowX + s.overflowY) && !/auto|scroll|hidden|clip/.test(s.overflowX + s.overflowY)) continue
      const box = up.getBoundingClientRect()
      if (x < box.left + 1 || x > box.right - 1 || y < box.top + 1 || y > box.bottom - 1) return true
      // a head that stays in place while rows pass below it
      if (up.querySelector('thead')?.contains(document.elementFromPoint(x, y))) return true
    }
    return false
  }
  return [...new Set(found)]
})()`

/** Text that is cut off with no way to read it, leaves the window, or lies below something else. */
const cutOff = (page: Page): Promise<string[]> => page.evaluate(CUT_OFF)

/** without what SvelteKit told a screen reader when the page was entered, in the language of that moment */
const TEXT = `(() => {
  const told = document.getElementById('svelte-announcer')?.textContent ?? ''
  const parts = [document.title, document.body.innerText.replace(told, '')]
  for (const el of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    parts.push(el.title || '', el.getAttribute('aria-label') || '', el.getAttribute('placeholder') || '')
  return parts.join('\\n')
})()`

/** Names that people give and technical words of the field, which have a hyphen in Latin letters. */
const NO_CODES = /\b(?:WebP|rtpengine|engine-\d|media-\d|OpenAPI|Wi-Fi|e-mail)\b/g
const CODE = /[a-z]+-[a-z]+(?:-[a-z]+)*|[a-z]+[A-Z][A-Za-z]*/g

/** Codes in the text of a page in Chinese. */
async function codesIn(page: Page): Promise<string[]> {
  const text = (await page.evaluate(TEXT)) as string
  return [...new Set(text.replaceAll(NO_CODES, '').match(CODE) ?? [])]
}

const FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'
const asking = new WeakMap<Page, Set<Request>>()

/** The page has what it asked for and has drawn it. Requests are counted from the first look on. */
export async function quiet(page: Page): Promise<void> {
  await page.evaluate(FRAMES)
  await waitFor(() => (asking.get(page) ?? countRequests(page)).size === 0, { what: 'all answers are there' })
  await page.evaluate(FRAMES)
}

function countRequests(page: Page): Set<Request> {
  const open = new Set<Request>()
  page.on('request', (request) => void open.add(request))
  page.on('requestfinished', (request) => void open.delete(request))
  page.on('requestfailed', (request) => void open.delete(request))
  asking.set(page, open)
  return open
}

/** All that is wrong with a page as it stands. */
export async function looked(page: Page, lang: string): Promise<string[]> {
  return [
    ...(await violations(page)),
    ...(await cutOff(page)),
    ...(lang === 'zh' ? (await codesIn(page)).map((code) => `code: ${code}`) : []),
  ]
}

const LANG = 'document.documentElement.lang.slice(0, 2)'
/** the switch is pressed by script, because a dialog may lie over it */
const SWITCH = `[...document.querySelectorAll('header fieldset button')]
  .find((one) => one.textContent.trim() === (document.documentElement.lang === 'en' ? '中' : 'EN')).click()`

/** Looks at a page in the language it is in, and in the other of Chinese and English, which it keeps: the next page begins with that. */
export async function bothLanguages(page: Page, look: (lang: string) => Promise<unknown>): Promise<void> {
  await look(await page.evaluate(LANG))
  await page.evaluate(SWITCH)
  await quiet(page)
  await look(await page.evaluate(LANG))
}
