// What no source of ours may hold, because it turns input into code, or lets chance be guessed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const ROOT = join(import.meta.dirname, '../..')
const under = (folder: string): { file: string; text: string }[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs|svelte)$/.test(file) && !file.includes('node_modules') && !file.startsWith('build'))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(ROOT, folder, file), 'utf8') }))

const SERVER = ['engine', 'media', 'analytics', 'config'].flatMap(under)
const PAGES = under('web/src')

const EMBEDDED = 'web/src/lib/integrations/embed.svelte.ts'

const FORBIDDEN: { what: string; pattern: RegExp; in: typeof SERVER }[] = [
  { what: 'text that becomes code', pattern: /\beval\(|new Function\(|\bvm\.run/, in: [...SERVER, ...PAGES] },
  {
    what: 'text that becomes HTML',
    pattern: /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
    in: PAGES,
  },
  { what: 'words for a shell', pattern: /\bexec\(['"`]|execSync\(|shell: true/, in: SERVER.filter(callsPrograms) },
  {
    what: 'messages from other windows',
    pattern: /addEventListener\('message'|onmessage\s*=.*window/,
    // the soft phone in a frame hears the page around it alone, and who may be that the gateway says
    in: PAGES.filter(({ file, text }) => file !== EMBEDDED || !text.includes('event.source !== window.parent')),
  },
  {
    what: 'what a browser keeps beyond choices',
    pattern: /indexedDB|document\.cookie|Storage\.setItem\((?!'tinglan\.(renewed|menu|phone|extension)'|[A-Z_]*KEY\b)/,
    in: PAGES,
  },
  { what: 'a password that cannot be pasted', pattern: /<input[^>]*type="password"[^>]*onpaste/, in: PAGES },
  {
    what: 'chance that can be guessed, where it must not be',
    pattern: /Math\.random\(/,
    in: SERVER.filter(({ file }) => /^(engine\/(records|gateway|rights)|config)\//.test(file)),
  },
  { what: 'a regular expression made of input', pattern: /new RegExp\([^)]*(query|body|params|input)\b/, in: SERVER },
]

function callsPrograms({ text }: { text: string }): boolean {
  return text.includes('node:child_process')
}

for (const { what, pattern, in: files } of FORBIDDEN)
  t.test(`no source holds ${what}`, async (t) => {
    t.ok(files.length > 5, 'there is something to look at')
    t.same(
      files.filter(({ text }) => pattern.test(text)).map(({ file }) => file),
      [],
    )
  })

t.test('who types a password is not read over the shoulder', async (t) => {
  const fields = PAGES.flatMap(({ file, text }) =>
    [...text.matchAll(/<input[^>]*(name="(password|old|next)"|autocomplete="[a-z]+-password")[^>]*>/g)].map(
      (match) => ({
        file,
        tag: match[0],
      }),
    ),
  )
  t.ok(fields.length > 0)
  for (const { file, tag } of fields) t.match(tag, /type="password"|type=\{/, file)
})
