// Types, lint, format and the pages' types as tests, so that the one last line of the test command covers them.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const ROOT = new URL('..', import.meta.url).pathname
const bin = (name: string): string => join(ROOT, 'node_modules/.bin', name)

/** Runs a checker; answers its exit code and all it said. */
function run(file: string, args: string[], cwd = ROOT): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    let output = ''
    child.stdout.on('data', (part) => (output += part))
    child.stderr.on('data', (part) => (output += part))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: output.trim() }))
  })
}

const CHECKS: { says: string; file: string; args: string[]; cwd?: string; needs?: string }[] = [
  { says: 'the types are right (tsc)', file: bin('tsc'), args: ['-p', 'tsconfig.json'] },
  {
    says: 'lint and format have nothing to say (biome)',
    file: bin('biome'),
    args: ['check', '--error-on-warnings', '--max-diagnostics=40', '.'],
  },
  {
    says: 'the pages have the right types (svelte-check)',
    file: bin('svelte-check'),
    args: ['--tsconfig', './tsconfig.json', '--output', 'human', '--fail-on-warnings'],
    cwd: join(ROOT, 'web'),
    needs: join(ROOT, 'web/src/app.html'),
  },
]

t.setTimeout(900_000)
for (const { says, file, args, cwd, needs } of CHECKS)
  t.test(says, { timeout: 600_000, skip: needs && !existsSync(needs) ? 'no pages yet' : false }, async (t) => {
    const { code, output } = await run(file, args, cwd)
    if (code === 0) t.pass(says)
    else t.fail(says, { output, stack: '', at: null })
  })
