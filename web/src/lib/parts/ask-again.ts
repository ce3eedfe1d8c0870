// What no live socket tells is asked at once and every so often; not again while the last question has no answer yet.

/** Answers what ends it: `$effect(() => askAgain(load, EVERY_MS))` asks as long as the part of the page is there. */
export function askAgain(ask: () => Promise<unknown>, everyMs: number): () => void {
  let open = false
  const next = async (): Promise<void> => {
    if (open) return
    open = true
    try {
      await ask()
    } finally {
      open = false
    }
  }
  void next()
  const timer = setInterval(() => void next(), everyMs)
  return () => clearInterval(timer)
}
