// `doctor`: what is there, what runs, on which port, in which version, and what to do about what is wrong.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, statfsSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Settings } from '../settings.ts'
import { heldBy } from './memory.ts'
import { nodesSeen, saidOf } from './nodes.ts'
import { type Part, ROOT } from './part.ts'
import { partsHere } from './parts.ts'
import { noted } from './pid-files.ts'
import { answersTcp, deafAt, holderOf, isFree, versionOf } from './probe.ts'
import { routingState } from './routing.ts'

export interface Finding {
  part: string
  installed: string
  running: string
  ports: string
  /** '' when all is well */
  advice: string
  /** '' unless it works and could be better */
  note: string
}

/** Why this Node does not fit; '' when it does. */
const whyNodeUnfit = (): Promise<string> =>
  promisify(execFile)(process.execPath, [join(ROOT, 'config/launch/node-fits.mjs')]).then(
    () => '',
    (cause: { stdout?: string }) => cause.stdout?.trim() ?? '',
  )

async function examine(part: Part, settings: Settings, centreUp: boolean): Promise<Finding> {
  const outside = !part.embedded(settings)
  const versionCommand = part.version(settings)
  const version = versionCommand ? await versionOf(versionCommand) : 'part of tinglan'
  const life = noted(settings.dirs.run, part.name)
  const advice: string[] = []
  const ports: Record<'tcp' | 'udp', string[]> = { tcp: [], udp: [] }
  if (!outside && version === undefined)
    advice.push(`install it: ./tinglan up does, or apt-get install ${part.package}`)
  for (const use of outside ? [] : part.ports(settings)) {
    const answers = use.protocol === 'udp' ? !(await isFree(use)) : await answersTcp(use.host, use.port)
    ports[use.protocol].push(answers ? `${use.port}` : `(${use.port})`)
    if (life && !answers) advice.push(`port ${use.port} does not answer: see ${settings.dirs.logs}/${part.name}.log`)
    if (!life && answers) {
      const holder = await holderOf(use)
      advice.push(`port ${use.port} is held by ${holder || 'another program'}: end it or choose another port`)
    }
  }
  const deaf = outside && part.outside ? await deafAt(part.outside(settings)) : []
  if (deaf.length > 0)
    advice.push(`nobody answers at ${deaf.join(', ')}: start it there, or leave out ${part.name}.url`)
  if (!outside && !part.once && centreUp && !life)
    advice.push(`it should run and does not: see ${settings.dirs.logs}/${part.name}.log`)
  const running = outside
    ? 'outside'
    : part.once
      ? 'once'
      : life
        ? `pid ${life.pid} since ${new Date(life.at).toISOString().slice(0, 19)}Z`
        : 'no'
  return {
    part: part.name,
    installed: version ?? 'missing',
    running,
    ports: (['tcp', 'udp'] as const)
      .flatMap((kind) => (ports[kind].length > 0 ? [`${kind} ${ports[kind].join(' ')}`] : []))
      .join(', '),
    advice: advice.join('; '),
    note: outside || version === undefined ? '' : (part.note?.(version) ?? ''),
  }
}

/** Debian packages of config/packages.txt that `up` would install. */
export async function missingPackages(): Promise<string[]> {
  const lines = readFileSync(join(ROOT, 'config/packages.txt'), 'utf8').split('\n')
  const wanted = lines.flatMap((line) => /^run\s+(\S+)/.exec(line)?.[1] ?? [])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg's
  const format = '${Package} ${db:Status-Status}\\n'
  // it fails when one of them is unknown, and tells of the others all the same
  const told = await promisify(execFile)('dpkg-query', ['-W', '-f', format, ...wanted]).catch(
    (cause: { stdout?: string }) => ({ stdout: cause.stdout ?? '' }),
  )
  return wanted.filter((name) => !told.stdout.split('\n').includes(`${name} installed`))
}

export async function findings(settings: Settings): Promise<Finding[]> {
  const launcher = noted(settings.dirs.run, 'launcher')
  const parts: Finding[] = []
  for (const part of partsHere(settings)) parts.push(await examine(part, settings, launcher !== undefined))
  return parts
}

function memoryLine(pid: number): string {
  const { processes, rssMiB, pssMiB } = heldBy(pid)
  const once = pssMiB === undefined ? 'pages of other users not seen' : `${pssMiB} MiB with shared pages counted once`
  return `memory: ${processes} processes, ${rssMiB} MiB by RSS, ${once}`
}

/** Prints the examination; answers the exit code, 0 when nothing needs doing. */
export async function doctor(settings: Settings, print: (line: string) => void): Promise<number> {
  const launcher = noted(settings.dirs.run, 'launcher')
  const disk = statfsSync(settings.dataDir)
  const nodeUnfit = await whyNodeUnfit()
  const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1)
  print(
    `node ${process.versions.node}, ${os.cpus().length} cores, ${gib(os.freemem())} of ${gib(os.totalmem())} GiB memory free, ${gib(disk.bavail * disk.bsize)} GiB disk free`,
  )
  print(`data in ${settings.dataDir}; the centre ${launcher ? `runs (pid ${launcher.pid})` : 'does not run'}\n`)
  const found = await findings(settings)
  const columns = ['part', 'installed', 'running', 'ports'] as const
  const closed = found.some((row) => row.ports.includes('('))
  const widths = columns.map((name) => Math.max(name.length, ...found.map((row) => row[name].length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd()
  print(line(columns))
  for (const row of found) print(line(columns.map((name) => row[name])))
  if (closed) print('a port in brackets does not answer')
  if (launcher) print(memoryLine(launcher.pid))
  const nodes = launcher ? await nodesSeen(settings) : []
  const elsewhere = nodes.reduce(
    (sum, { name, engine }) => sum + (name === settings.engine.node ? 0 : (engine?.shards ?? 0)),
    0,
  )
  const routing =
    launcher && noted(settings.dirs.run, 'engine') ? await routingState(settings, Date.now(), elsewhere) : undefined
  const centre = saidOf(nodes)
  for (const told of [...(routing?.lines ?? []), ...centre.lines]) print(told)
  const advice = found.flatMap((row) => (row.advice === '' ? [] : [`${row.part}: ${row.advice}`]))
  advice.push(...(routing?.advice ?? []), ...centre.advice)
  const freeMiB = Math.floor((disk.bavail * disk.bsize) / 2 ** 20)
  if (freeMiB < settings.media.recordAboveMiB)
    advice.unshift(
      `disk: only ${freeMiB} MiB are free for ${settings.dataDir}; below ${settings.media.recordAboveMiB} (media.recordAboveMiB) nothing is recorded. Free some: it goes on by itself`,
    )
  const missing = await missingPackages()
  if (missing.length > 0)
    advice.unshift(`Debian packages are missing: ${missing.join(' ')}. Next: ./tinglan up installs them`)
  if (!existsSync(join(ROOT, 'web/build/index.html')))
    advice.push('the pages are not built. Next: ./tinglan up builds them')
  if (nodeUnfit) advice.unshift(nodeUnfit)
  print('')
  for (const { part, note } of found) if (note) print(`note: ${part}: ${note}`)
  for (const line of advice) print(line)
  if (advice.length === 0) print(launcher ? 'All is well.' : 'Nothing is wrong. Start it with ./tinglan up')
  return advice.length === 0 ? 0 : 1
}
