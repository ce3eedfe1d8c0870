// What goes wrong between this node and rtpengine.

export class RtpengineFault extends Error {
  /** true: silence or overload, worth another try; false: rtpengine refused this very command */
  readonly again: boolean
  readonly command: string
  constructor(command: string, why: string, again: boolean, options?: { cause?: unknown }) {
    super(`${command}: ${why}`, options)
    this.command = command
    this.again = again
  }

  /** it has no ports left */
  get full(): boolean {
    return /out of ports/i.test(this.message)
  }
}
