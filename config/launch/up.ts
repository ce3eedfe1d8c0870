// `up`: checks the ports, ends leftovers, starts every part in order, prints where to go, stops in order on Ctrl-C.
import { mkdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { CONTROL_GUARD } from '../checklist.ts'
import type { Settings } from '../settings.ts'
import { guardControl } from './control-guard.ts'
import { watchDisk } from './disk-watch.ts'
import { watchEdge } from './hung-edge.ts'
import { LaunchError, type Part, type PortUse } from './part.ts'
import { edgeLives } from './parts/kamailio.ts'
import { rtpengine } from './parts/rtpengine.ts'
import { partsHere } from './parts.ts'
import { forget, note, noted, reapLeftovers } from './pid-files.ts'
import { keepPrivate } from './private.ts'
import { deafAt, holderOf, isFree } from './probe.ts'
import { watchSockets } from './stalled-sockets.ts'
import { newSupervisor, type Supervisor } from './supervisor.ts'
import { handOverShared, handsOver, isRoot, letLook } from './users.ts'

const NEEDED_BYTES = 1.5 * 2 ** 30

export const address = (settings: Settings): string =>
  settings.gateway.publicUrl ??
  `http://${settings.gateway.host === '127.0.0.1' ? 'localhost' : settings.gateway.host}:${settings.gateway.port}`

/** Throws LaunchError that names every taken port and who holds it. */
async function checkPorts(uses: PortUse[]): Promise<void> {
  const taken: string[] = []
  for (const use of uses) {
    if (await isFree(use)) continue
    const holder = await holderOf(use)
    taken.push(
      `  ${use.name}: ${use.protocol} ${use.host}:${use.port}${holder ? ` is held by ${holder}` : ' is taken'}`,
    )
  }
  if (taken.length > 0)
    throw new LaunchError(
      `These ports are taken:\n${taken.join('\n')}\nEnd that program, or choose other ports (./tinglan help settings).`,
    )
}

/** What the settings name outside must be there: the roles could only say so in many words. */
async function checkOutside(settings: Settings, parts: readonly Part[]): Promise<void> {
  for (const part of parts) {
    const deaf = part.embedded(settings) || !part.outside ? [] : await deafAt(part.outside(settings))
    if (deaf.length > 0)
      throw new LaunchError(
        `${part.name} does not answer at ${deaf.join(', ')}, where the setting ${part.name}.url says it is. Start it there, or leave the setting out to have one started here.`,
      )
  }
}

function checkDisk(settings: Settings): void {
  const disk = statfsSync(settings.dataDir)
  const free = disk.bavail * disk.bsize
  if (free < NEEDED_BYTES)
    throw new LaunchError(
      `Only ${Math.round(free / 2 ** 20)} MiB are free for ${settings.dataDir}; at least ${NEEDED_BYTES / 2 ** 20} MiB are needed. Free some, or set TINGLAN_DATA_DIR to another disk.`,
    )
}

/** Whether root hands each part over to its own user. */
async function readyUsers(settings: Settings, say: (text: string) => void): Promise<boolean> {
  if (!isRoot()) return false
  const why = await handsOver(settings.dataDir)
  if (why !== '') {
    say(`all parts but PostgreSQL run as root: ${why}. Put Tinglan where everybody may read, such as /opt/tinglan.`)
    return false
  }
  await handOverShared(settings.dataDir)
  await letLook([settings.dirs.run, settings.dirs.logs])
  return true
}

async function guarded(settings: Settings, say: (text: string) => void): Promise<(() => Promise<void>) | undefined> {
  try {
    return await guardControl(settings)
  } catch (cause) {
    const why = (cause as Error).message.trim().split('\n').at(-1)
    say(`rtpengine's control port is open to other users of this machine (nft: ${why})`)
    return undefined
  }
}

export interface Up {
  supervisor: Supervisor
  /** reverse order, within ten seconds */
  stop(): Promise<void>
}

export interface Wanted {
  say(text: string): void
  /** ends the start half-way */
  signal?: AbortSignal
  /** all of them unless a test wants some */
  parts?: readonly Part[]
}

/** Starts everything; answers the running centre. Throws LaunchError with a sentence that says how to go on. */
export async function up(settings: Settings, wanted: Wanted): Promise<Up> {
  const { say, signal } = wanted
  const { run } = settings.dirs
  mkdirSync(settings.dataDir, { recursive: true })
  const other = noted(run, 'launcher')
  if (other && other.pid !== process.pid)
    throw new LaunchError(
      `It runs already (pid ${other.pid}) with the data in ${settings.dataDir}: ${address(settings)}`,
    )
  const { postgres, logs } = settings.dirs
  const own = (): void => keepPrivate(settings.dataDir, isRoot() ? [postgres, run, logs] : [postgres])
  own()
  const users = await readyUsers(settings, say)
  // of a launcher that was killed
  rmSync(join(settings.dataDir, CONTROL_GUARD), { force: true })
  const left = await reapLeftovers({ run, dataDir: settings.dataDir })
  if (left.length > 0) say(`ended what an earlier run left behind: ${left.join(', ')}`)
  checkDisk(settings)
  await checkOutside(settings, wanted.parts ?? partsHere(settings))
  const parts = (wanted.parts ?? partsHere(settings)).filter((part) => part.embedded(settings))
  await checkPorts(parts.flatMap((part) => part.ports(settings)))
  note(run, 'launcher', process.pid)
  const supervisor = newSupervisor(settings, say, users)
  const unguard = users && parts.includes(rtpengine) ? await guarded(settings, say) : undefined
  const disk = watchDisk({ dataDir: settings.dataDir, parts, supervisor, say })
  const ears = watchSockets({ rtpengine: settings.rtpengine, supervisor, say })
  const edge = watchEdge({ answers: () => edgeLives(settings), supervisor, say })
  const stop = async (): Promise<void> => {
    disk.stop()
    ears.stop()
    edge.stop()
    await supervisor.stop()
    await unguard?.()
    forget(run, 'launcher')
  }
  signal?.addEventListener('abort', () => void supervisor.stop())
  try {
    for (const part of parts) {
      if (signal?.aborted) break
      const started = performance.now()
      say(`${part.name}: ${part.about} …`)
      await supervisor.start(part)
      if (!signal?.aborted)
        say(`${part.name}: ${part.once ? 'done' : 'up'} after ${((performance.now() - started) / 1000).toFixed(1)} s`)
    }
    own()
  } catch (cause) {
    await stop()
    throw cause
  }
  return { supervisor, stop }
}
