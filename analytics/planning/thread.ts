// The thread in which long work is done, so that questions are answered meanwhile. Cancelling ends the thread.
import { startThread } from '#config/code/place.ts'
import type { News, ThreadAnswers, ThreadNews, ThreadWork } from './thread-words.ts'

const THREAD = new URL('./thread-work.ts', import.meta.url)

/** Works in a thread of its own. Throws what the work threw, or that it was cancelled. */
export function inThread<Type extends ThreadWork['type']>(
  work: Extract<ThreadWork, { type: Type }>,
  signal: AbortSignal,
  told: (news: News) => void,
): Promise<ThreadAnswers[Type]> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Error('cancelled'))
      return
    }
    const thread = startThread(THREAD, { workerData: work })
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', cancel)
      void thread.terminate()
      settle()
    }
    const cancel = (): void => end(() => reject(new Error('cancelled')))
    signal.addEventListener('abort', cancel)
    thread.on('message', (news: ThreadNews) => {
      if (news.type === 'told') told(news.news)
      else if (news.type === 'done') end(() => resolve(news.value as ThreadAnswers[Type]))
      else end(() => reject(new Error(news.detail)))
    })
    thread.on('error', (fault) => end(() => reject(fault)))
    thread.on('exit', (code) => end(() => reject(new Error(`the thread of long work ended with ${code}`))))
  })
}
