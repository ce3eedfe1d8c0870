// Where recordings and prompts are kept, for every media node and gateway the same. Contract suite: test/contract/storage.
// A name is a path of plain words: `recordings/2026-11-29/r1.mp3`.

export interface Storage {
  /** Keeps the file at `path` under this name, in place of what was there, and takes it away from `path`. */
  take(name: string, path: string): Promise<void>
  /** A file of this machine with what is kept now; undefined when nothing is. To be read, not changed. */
  local(name: string): Promise<string | undefined>
  /** Names that begin so, in order. */
  list(prefix: string): Promise<string[]>
  /** Removing what is not there is no fault. */
  remove(name: string): Promise<void>
}

/** The storage did not do it: away, full, or it said no. */
export class StorageFault extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.again = again
  }
}

/** Whatever is no plain path below the storage is nobody's name. */
export const isStorageName = (name: string): boolean =>
  name.length <= 300 && name.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part))
