// English of zh/plan.ts; the type forces every word.
import type { Words } from '../words.ts'
import type { plan as zh } from '../zh/plan.ts'

export const plan: Words<typeof zh> = {
  jobs: {
    title: 'Background work',
    states: { waiting: 'Waiting', running: 'Running', done: 'Done', cancelled: 'Cancelled', failed: 'Failed' },
    cancel: 'Cancel',
    elapsed: (time: string) => `${time} so far`,
    left: (time: string) => `about ${time} left`,
    cost: (n: number) => `cost ${n}`,
    bound: (n: number) => `lower bound ${n}`,
    gap: (percent: string) => `${percent} % above the bound`,
  },
}
