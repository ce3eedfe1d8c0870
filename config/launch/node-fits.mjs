// Plain JavaScript, for it runs before anything is installed: ends with 1 and says why when this Node does not fit. The
// HTTP server is a native program: its builds for Node 22 and 24 need glibc 2.38, the one for Node 20 runs on older ones.
const [major, minor] = process.versions.node.split('.').map(Number)
const from = { 20: 19, 22: 12, 24: 0 }[major]

function glibc() {
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime ?? ''
}

function unfit() {
  if (from === undefined || minor < from) return 'Tinglan needs Node 20 (20.19 or newer), 22 (22.12 or newer) or 24'
  if (major === 20) return ''
  const version = glibc()
  const [, libc = 0] = version.split('.').map(Number)
  if (libc >= 38) return ''
  return `with glibc ${version || 'of another kind'} there is no HTTP server for it (that needs 2.38, as Debian 13 or Ubuntu 24.04 have): Tinglan needs Node 20 (20.19 or newer) here`
}

const why = unfit()
if (why) process.stdout.write(`Node ${process.versions.node} does not fit: ${why}.\n`)
process.exit(why ? 1 : 0)
