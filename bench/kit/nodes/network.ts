// Several machines in one: a network namespace each, on a bridge where this process stands too. Cables can be pulled.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ip = async (...args: string[]): Promise<void> => void (await run('ip', args))

export interface Network {
  /** address of a machine, or of this process: `phones` and `callers` */
  addressOf(name: string): string
  /** what to put before a command to run it there */
  inside(name: string): string[]
  /** The cable is pulled, or plugged in again. */
  cable(name: string, plugged: boolean): Promise<void>
  close(): Promise<void>
}

/** Needs root. */
export async function openNetwork(machines: readonly string[]): Promise<Network> {
  const own = process.pid.toString(36)
  const net = `10.${100 + (process.pid % 150)}.0`
  const bridge = `tl${own}`
  const place = (name: string) => ({ space: `tl-${own}-${name}`, cable: `tl${own}${name}` })
  const addressOf = (name: string) =>
    `${net}.${name === 'phones' ? 254 : name === 'callers' ? 253 : 1 + machines.indexOf(name)}`
  const close = async () => {
    for (const name of machines) await ip('netns', 'del', place(name).space).catch(() => undefined)
    await ip('link', 'del', bridge).catch(() => undefined)
  }
  try {
    await ip('link', 'add', bridge, 'type', 'bridge')
    for (const name of ['phones', 'callers']) await ip('addr', 'add', `${addressOf(name)}/24`, 'dev', bridge)
    await ip('link', 'set', bridge, 'up')
    for (const name of machines) {
      const { space, cable } = place(name)
      await ip('netns', 'add', space)
      await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space)
      await ip('link', 'set', cable, 'master', bridge, 'up')
      await ip('-n', space, 'addr', 'add', `${addressOf(name)}/24`, 'dev', 'eth0')
      for (const link of ['lo', 'eth0']) await ip('-n', space, 'link', 'set', link, 'up')
    }
  } catch (cause) {
    await close()
    throw new Error('network namespaces cannot be made here: it needs root and iproute2', { cause })
  }
  return {
    addressOf,
    inside: (name) => ['ip', 'netns', 'exec', place(name).space],
    cable: (name, plugged) => ip('link', 'set', place(name).cable, plugged ? 'up' : 'down'),
    close,
  }
}
