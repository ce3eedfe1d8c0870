// Plain JavaScript, for it runs before anything is installed: prints the packages of package-lock.json that
// node_modules does not hold in the locked version. Optional ones (other machines' binaries) do not count unless they are
// there in another version.
import { existsSync, readFileSync } from 'node:fs'

const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

let installed = {}
try {
  installed = packages('node_modules/.package-lock.json')
} catch {
  // nothing is installed yet
}
for (const [path, wanted] of Object.entries(packages('package-lock.json'))) {
  if (!path.includes('node_modules/') || wanted.link) continue
  if ((wanted.optional || wanted.devOptional) && !installed[path]) continue
  // npm's own list may name what somebody has removed since
  if (installed[path]?.version !== wanted.version || !existsSync(path))
    process.stdout.write(`${path} ${wanted.version}\n`)
}
