// A progress bar on stderr: a moving line on a terminal, a line every ten per cent otherwise.

export interface Progress {
  /** `done` and `total` in the same unit; `what` says what is going on */
  show(done: number, total: number, what: string): void
  end(): void
}

const WIDTH = 30

export function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0
  const full = Math.round(share * WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`
}

export function progressTo(out: { isTTY?: boolean; write(text: string): unknown }): Progress {
  let lastTenth = -1
  let lastWhat = ''
  return {
    show(done, total, what) {
      if (out.isTTY) {
        out.write(`\r\x1b[2K${bar(done, total)} ${what}`)
        return
      }
      const tenth = total > 0 ? Math.floor((done / total) * 10) : 0
      if (tenth === lastTenth && what === lastWhat) return
      lastTenth = tenth
      lastWhat = what
      out.write(`${bar(done, total)} ${what}\n`)
    },
    end() {
      if (out.isTTY) out.write('\r\x1b[2K')
    },
  }
}
