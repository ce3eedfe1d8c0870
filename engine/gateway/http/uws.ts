// The one door to uWebSockets.js, which is a native program and comes in two packages: the official builds for Node 20, 22
// and 24, which need glibc 2.38 (Debian 13, Ubuntu 24.04), and an older one for Node 20 on older systems (Debian 12).

import type * as Uws from 'uWebSockets.js'
import { createRequire } from 'node:module'

export type UwsLibrary = Pick<typeof Uws, 'App' | 'us_socket_local_port' | 'us_listen_socket_close'>

/** The older package would answer with a slow imitation where its binary does not load, so that is asked for by name. */
const { platform, arch, versions } = process
export const BUILDS = [
  'uWebSockets.js',
  `uWebSockets.js-older/binaries/uws_${platform}_${arch}_${versions.modules}.node`,
] as const

const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).trim().split('\n').at(-1) ?? ''

/** The first build that loads. Throws what to do about it when none does. */
export function openUws(load: (name: string) => unknown = createRequire(import.meta.url)): UwsLibrary {
  const causes: string[] = []
  for (const build of BUILDS)
    try {
      return load(build) as UwsLibrary
    } catch (cause) {
      causes.push(`  ${build}: ${firstLine(cause)}`)
    }
  throw new Error(
    `There is no HTTP server for Node ${versions.node} on this system: on Debian 12 use Node 20, with glibc 2.38 or newer (Debian 13, Ubuntu 24.04) Node 20, 22 or 24; then run ./tinglan up, which brings what is missing.\n${causes.join('\n')}`,
  )
}
