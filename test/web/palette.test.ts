// A colour that the palette does not have is not painted, and nobody is told: every one that a page names is in it.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

const web = new URL('../../web/src/', import.meta.url)
const files = readdirSync(web, { recursive: true, encoding: 'utf8' })
const read = (file: string): string => readFileSync(new URL(file, web), 'utf8')
const NAMED =
  /\b(?:bg|text|border|ring|fill|stroke|outline|divide|from|to|via|accent|caret|decoration)-((?:ink|sea|talk|bad|good|warn)-\d+)\b/g

t.test('every colour of a page is in the palette', async (t) => {
  const palette = new Set(
    files
      .filter((file) => file.endsWith('.css'))
      .flatMap((file) =>
        [...read(file).matchAll(/--color-((?:ink|sea|talk|bad|good|warn)-\d+):/g)].map(([, name]) => name),
      ),
  )
  t.ok(palette.size > 20)
  const missing = files
    .filter((file) => /\.(svelte|ts|css)$/.test(file))
    .flatMap((file) => [...read(file).matchAll(NAMED)].map(([, name]) => ({ file, name })))
    .filter(({ name }) => !palette.has(name))
  t.same(missing, [])
})
