// rtpengine obeys whoever reaches its control port: no password, no unix socket (10.5). So the kernel lets only the media
// node's user (and root) speak to it, and nobody from outside. Only root can ask the kernel; a centre that an ordinary user
// started shares its machine with people he trusts, and the checklist says so.
import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CONTROL_GUARD } from '../checklist.ts'
import type { Settings } from '../settings.ts'
import { idsOf } from './users.ts'

const run = promisify(execFile)

type Control = Settings['rtpengine']

const tableOf = ({ ng }: Control): string => `tinglan_${ng}`

/** As `nft -f` reads it; made anew when it is there already. */
export function guardRules(control: Control, uids: { media: number; rtpengine: number }): string {
  const { control: address, ng, cli, http, dtmf } = control
  const to = `${isIP(address) === 6 ? 'ip6' : 'ip'} daddr ${address}`
  const open = [cli, http].filter((port) => port !== undefined).join(', ')
  const table = `inet ${tableOf(control)}`
  const stranger = (...uids: number[]): string => `meta skuid != { ${[0, ...uids].join(', ')} } reject`
  return `table ${table}
delete table ${table}
table ${table} {
  chain out {
    type filter hook output priority filter; policy accept;
    ${to} udp dport ${ng} ${stranger(uids.media)}
    ${to} udp dport ${dtmf} ${stranger(uids.rtpengine)}
${open ? `    ${to} tcp dport { ${open} } ${stranger()}\n` : ''}  }
  chain in {
    type filter hook input priority filter; policy accept;
    iifname != "lo" ${to} udp dport { ${ng}, ${dtmf} } drop
${open ? `    iifname != "lo" ${to} tcp dport { ${open} } drop\n` : ''}  }
}
`
}

/** Answers how to take the guard away again; throws when the kernel, or its tool, cannot. */
export async function guardControl({ rtpengine, dataDir }: Settings): Promise<() => Promise<void>> {
  if (isIP(rtpengine.control) === 0) throw new Error(`rtpengine.control is a name, not an address`)
  const [media, sound] = [await idsOf('tinglan'), await idsOf('tinglan-rtpengine')]
  const work = run('nft', ['-f', '-'])
  work.child.stdin?.end(guardRules(rtpengine, { media: media.uid, rtpengine: sound.uid }))
  await work
  const sign = join(dataDir, CONTROL_GUARD)
  writeFileSync(sign, '')
  return async () => {
    rmSync(sign, { force: true })
    await run('nft', ['delete', 'table', 'inet', tableOf(rtpengine)]).catch(() => undefined)
  }
}
