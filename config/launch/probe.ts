// Questions to the machine: does a port answer, is it free, who holds it.
import { execFile } from 'node:child_process'
import dgram from 'node:dgram'
import net from 'node:net'
import { promisify } from 'node:util'
import type { PortUse } from './part.ts'

const run = promisify(execFile)

export function answersTcp(host: string, port: number, withinMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port })
    const end = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(withinMs, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** Whether anything comes back for these words. */
export function answersUdp(host: string, port: number, words: string, withinMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4')
    const end = (answer: boolean): void => {
      clearTimeout(timer)
      socket.close()
      resolve(answer)
    }
    const timer = setTimeout(() => end(false), withinMs)
    socket.once('message', () => end(true))
    socket.once('error', () => end(false))
    // connected, so that a closed port is told
    socket.connect(port, host, () => socket.send(words))
  })
}

const USUAL_PORT: Record<string, number> = {
  'nats:': 4222,
  'postgres:': 5432,
  'postgresql:': 5432,
  'http:': 80,
  'https:': 443,
}

/**
 * Hosts and ports of one URL or several with commas, when nobody answers at any of them: of a cluster one is enough. What
 * has no scheme is a NATS server.
 */
export async function deafAt(urls: string): Promise<string[]> {
  const deaf: string[] = []
  for (const text of urls.split(',')) {
    const url = new URL(text.includes('://') ? text.trim() : `nats://${text.trim()}`)
    const port = Number(url.port) || (USUAL_PORT[url.protocol] ?? 0)
    if (await answersTcp(url.hostname, port, 2_000)) return []
    deaf.push(`${url.hostname}:${port}`)
  }
  return deaf
}

export function isFree(use: PortUse): Promise<boolean> {
  return new Promise((resolve) => {
    if (use.protocol === 'udp') {
      const socket = dgram.createSocket('udp4')
      socket.once('error', () => resolve(false))
      socket.bind(use.port, use.host, () => socket.close(() => resolve(true)))
      return
    }
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(use.port, use.host, () => server.close(() => resolve(true)))
  })
}

/** Such as "nginx (pid 812)", or '' when it cannot be told. */
export async function holderOf(use: PortUse): Promise<string> {
  const flag = use.protocol === 'udp' ? '-lunpH' : '-ltnpH'
  try {
    const { stdout } = await run('ss', [flag, `sport = :${use.port}`])
    const found = /\(\("([^"]+)",pid=(\d+)/.exec(stdout)
    return found ? `${found[1]} (pid ${found[2]})` : ''
  } catch {
    return ''
  }
}

/** First line that a program prints of its version; undefined when it is not installed. */
export async function versionOf([file, ...args]: [string, ...string[]]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(file, args, { timeout: 10_000 })
    return (stdout.trim() || stderr.trim()).split('\n')[0]
  } catch (cause) {
    const known = cause as { code?: string | number; stdout?: string; stderr?: string }
    if (known.code === 'ENOENT') return undefined
    return `${known.stdout ?? ''}${known.stderr ?? ''}`.trim().split('\n')[0] || undefined
  }
}

export async function until(
  check: () => Promise<boolean>,
  withinMs: number,
  stillWanted: () => boolean,
): Promise<boolean> {
  const end = performance.now() + withinMs
  while (stillWanted() && performance.now() < end) {
    if (await check()) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
