// What is sent in one turn of the event loop goes to the client together, which then makes one write to the socket of it: a
// write costs as much as building the message. Order is kept; nothing waits for a timer.

export interface Turn {
  later(send: () => void): void
  /** `send` begins at the turn's end */
  asked<T>(send: () => Promise<T>): Promise<T>
}

/** `onBug`: a message that the client did not take. */
export function newTurn(onBug: (error: unknown) => void): Turn {
  let waiting: (() => void)[] = []
  const flush = (): void => {
    const sends = waiting
    waiting = []
    for (const send of sends) {
      try {
        send()
      } catch (bug) {
        onBug(bug)
      }
    }
  }
  const later = (send: () => void): void => {
    if (waiting.push(send) === 1) setImmediate(flush)
  }
  const asked = <T>(send: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) =>
      later(() => {
        const begun = async () => send()
        begun().then(resolve, reject)
      }),
    )
  return { later, asked }
}
