// What a part of the running centre is: one process the launcher starts, watches and stops. `up` and `doctor` read the
// same table of parts.
import type { Here } from '../roles.ts'
import type { Settings } from '../settings.ts'

export interface PortUse {
  name: string
  host: string
  port: number
  protocol: 'tcp' | 'udp'
}

/** made by `users.ts` */
export type PartUser = `tinglan${'' | '-nats' | '-redis' | '-rtpengine' | '-kamailio'}`

export interface Folder {
  path: string
  mode: number
}

export interface Command {
  file: string
  args: string[]
  cwd?: string
  env?: Record<string, string>
  /** run as this user, in these groups besides his own; only when the launcher is root */
  user?: string
  groups?: readonly string[]
  /** its group may read and write what it makes */
  shares?: boolean
  /** may listen below port 1024 all the same */
  lowPorts?: boolean
  /** goes before the others when the machine is busy; only when the launcher is root */
  urgent?: boolean
}

export interface Part {
  name: string
  /** runs where this role runs */
  role: Here
  /** one line for the newcomer */
  about: string
  /** false: the settings name one outside, nothing is started */
  embedded(settings: Settings): boolean
  /** where it is when it is not embedded: one URL, or several with commas */
  outside?(settings: Settings): string
  /** whom root hands it over to, and what becomes that user's; without one the command says */
  user?: PartUser
  folders?(settings: Settings): Folder[]
  /** files, folders and first-time steps; must be safe to repeat. `user`: who shall run what it runs, when root hands over */
  prepare?(settings: Settings, say: (text: string) => void, user?: PartUser): Promise<void>
  command(settings: Settings): Command | Promise<Command>
  ports(settings: Settings): PortUse[]
  /** signal that ends it in an orderly way */
  stopSignal: 'SIGTERM' | 'SIGINT'
  /** roles say so by IPC; others are asked until they answer */
  ready: 'ipc' | ((settings: Settings) => Promise<boolean>)
  /** does not get over a full disk by itself: started anew when there is space */
  diesOfFullDisk?: true
  /** runs to its end instead of staying up; exit code 0 is success */
  once?: true
  /** how long the first start may take */
  readyWithinMs: number
  /** program and arguments that print its version */
  version(settings: Settings): [string, ...string[]] | undefined
  /** what doctor has to say about a version that works but could be better; '' when nothing */
  note?(version: string): string
  /** Debian or npm package that brings it */
  package: string
}

export class LaunchError extends Error {}

/** Root of the checkout. */
export const ROOT = new URL('../../', import.meta.url).pathname
