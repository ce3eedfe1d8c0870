// What ./tinglan runs to build: node --import tsx config/code/main.ts <folder>
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
await build({ root, from: 'config/launch/main.ts' }, resolve(process.argv[2] ?? 'built/now'))
