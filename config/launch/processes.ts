// Processes as /proc tells of them. A part is the leader of a process group of its own; its children belong to it.
import { readdirSync, readFileSync } from 'node:fs'
import type { Command } from './part.ts'

export interface Process {
  pid: number
  group: number
  /** field 22 of /proc/<pid>/stat, in clock ticks since boot: with the pid it names one process for ever */
  startTime: string
}

/** Set for every part and inherited by its children: the data folder it belongs to. */
export const MARK = 'PART_OF_TINGLAN'

/** The living process; nothing when it is gone or only waits to be collected. */
export function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // the command name in parentheses may hold spaces
    const [state, , group, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? undefined : { pid, group: Number(group), startTime: fields[16] ?? '' }
  } catch {
    return undefined
  }
}

export const startTimeOf = (pid: number): string | undefined => processOf(pid)?.startTime

export const membersOf = (group: number): Process[] =>
  readdirSync('/proc').flatMap((name) => {
    const found = /^\d+$/.test(name) ? processOf(Number(name)) : undefined
    return found?.group === group ? [found] : []
  })

/** Whether the process carries our mark for this data folder. */
export function isMarked(pid: number, dataDir: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${MARK}=${dataDir}`)
  } catch {
    return false
  }
}

/** A process that is gone already is no fault. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ESRCH') throw cause
  }
}

/** Arguments of setpriv that hand over to a user for good. */
export const asUser = (user: string, groups: readonly string[] = []): string[] => [
  ...['--reuid', user, '--regid', user, '--no-new-privs'],
  ...(groups.length > 0 ? ['--groups', groups.join()] : ['--clear-groups']),
]

/** What a user other than root needs for a port below 1024. */
const LOW_PORTS = ['--inh-caps', '+net_bind_service', '--ambient-caps', '+net_bind_service']

/** What it writes is its owner's (or its group's) alone, and a core file, which would hold every secret, is never written. */
const bounds = (shares: boolean, urgent: boolean): string =>
  `umask ${shares ? '007' : '077'}; ulimit -c 0; exec ${urgent ? 'nice -n -10 ' : ''}"$0" "$@"`

/** Program and arguments that run a command as its user, ended by the signal when its parent is gone, also by kill -9. */
export const underParent = (
  { file, args, user, groups, shares = false, lowPorts = false, urgent = false }: Command,
  stopSignal: NodeJS.Signals,
): [string, string[]] => [
  'sh',
  [
    ...['-c', bounds(shares, urgent && user !== undefined), 'setpriv'],
    ...(user ? [...asUser(user, groups), ...(lowPorts ? LOW_PORTS : [])] : []),
    ...['--pdeathsig', stopSignal.replace('SIG', ''), file, ...args],
  ],
]
