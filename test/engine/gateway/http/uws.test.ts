// Which build of the HTTP server is opened, and what is said when none is for this machine.
import t from 'tap'
import { BUILDS, openUws } from '#engine/gateway/http/uws.ts'

const [official, older] = BUILDS
const absent = (name: string) => {
  throw new Error(`Cannot find module '${name}'`)
}

t.test('here one of the builds loads, and it is a native one', async (t) => {
  const uws = openUws()
  t.match(uws.App.toString(), '[native code]')
})

t.test('the official build comes first', async (t) => {
  const asked: string[] = []
  openUws((name) => asked.push(name))
  t.same(asked, [official])
})

t.test('where the system is too old for it the older build is opened', async (t) => {
  const other = {}
  const load = (name: string) => {
    if (name === official)
      throw new Error("supports Node 20 …\n\nError: /lib/libc.so.6: version `GLIBC_2.38' not found")
    return name === older ? other : absent(name)
  }
  t.equal(openUws(load), other)
})

t.test('when none loads it says which Node to take, and why each did not load', async (t) => {
  t.throws(() => openUws(absent), {
    message: /^There is no HTTP server for Node [\d.]+ on this system: on Debian 12 use Node 20, .*22 or 24/,
  })
  t.throws(() => openUws(absent), { message: /uWebSockets\.js-older\/binaries\/uws_\w+\.node: Cannot find module/ })
})
