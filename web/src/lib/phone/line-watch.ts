// Tells the centre when the sound of this page's call got worse or better, so that a supervisor sees it and the record keeps it.
import type { Api } from '../api/client.ts'
import { type Grade, gradeOf, type Quality } from './quality.ts'

export interface LineWatch {
  heard(quality: Quality): void
  over(): void
}

/** A call that is good from beginning to end says nothing. */
export function createLineWatch({ api }: { api: Pick<Api, 'post'> }): LineWatch {
  let told: Grade = 'good'
  return {
    heard(quality) {
      const grade = gradeOf(quality)
      if (grade === told) return
      told = grade
      // one that does not get there is made up for by the next change
      api.post('/api/desk/line', quality).catch(() => {
        told = 'good'
      })
    },
    over() {
      told = 'good'
    },
  }
}
