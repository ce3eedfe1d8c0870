// A process and all that it started, for tests that stop or kill a part as a whole.
import { readFile } from 'node:fs/promises'

/** The process and its descendants, as /proc tells, the eldest first. */
export async function familyOf(pid: number): Promise<number[]> {
  let children: number[]
  try {
    children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number)
  } catch {
    return []
  }
  return [pid, ...(await Promise.all(children.map(familyOf))).flat()]
}

export async function signalFamily(pid: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void> {
  for (const each of await familyOf(pid)) {
    try {
      process.kill(each, signal)
    } catch {
      // ended meanwhile
    }
  }
}
