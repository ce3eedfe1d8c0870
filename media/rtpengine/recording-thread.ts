// The thread in which recordings become files, so that a long one does not hold up the calls of this node.
import type { Worker } from 'node:worker_threads'
import { startThread } from '#config/code/place.ts'
import type { Recorded } from '#media/node/audio.ts'
import { RtpengineFault } from './fault.ts'
import type { FilesDone, FilesJob } from './recording-words.ts'

interface Waiting {
  resolve(recorded: Recorded): void
  reject(fault: RtpengineFault): void
}

const THREAD = new URL('./recording-files.ts', import.meta.url)

export class RecordingThread {
  #thread: Worker | undefined
  #ids = 0
  readonly #waiting = new Map<number, Waiting>()

  /** Starts the thread if there is none; it does not keep the process up when it has nothing to do. */
  makeFiles(job: FilesJob): Promise<Recorded> {
    this.#thread ??= this.#start()
    const thread = this.#thread
    thread.ref()
    const id = ++this.#ids
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      thread.postMessage({ id, job })
    })
  }

  #start(): Worker {
    const thread = startThread(THREAD)
    thread.on('message', (done: FilesDone) => {
      const job = this.#waiting.get(done.id)
      this.#waiting.delete(done.id)
      if (this.#waiting.size === 0) thread.unref()
      if (done.ok) job?.resolve(done.recorded)
      else job?.reject(new RtpengineFault('stop recording', done.detail, false))
    })
    thread.on('error', (fault) => this.#gone(thread, `the recording thread died: ${fault.message}`))
    thread.on('exit', () => this.#gone(thread, 'the recording thread has ended'))
    return thread
  }

  /** The next job starts a new one. */
  #gone(thread: Worker, why: string): void {
    if (this.#thread !== thread) return
    this.#thread = undefined
    for (const job of this.#waiting.values()) job.reject(new RtpengineFault('stop recording', why, false))
    this.#waiting.clear()
  }
}
