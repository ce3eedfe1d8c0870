// Toasts and the one confirm dialog.
export type Tone = 'good' | 'bad' | 'warn' | 'info'

export interface Toast {
  id: number
  tone: Tone
  text: string
  detail?: string | undefined
  action?: { label: string; run: () => void } | undefined
  /** a newer one of the same takes its place */
  about?: string | undefined
}

export interface Question {
  title: string
  text?: string
  yes: string
  no: string
  bad?: boolean
}

export class Notices {
  toasts = $state<Toast[]>([])
  question = $state<(Question & { answer: (yes: boolean) => void }) | undefined>()
  #next = 1

  say(tone: Tone, text: string, more: Pick<Toast, 'detail' | 'action' | 'about'> = {}): void {
    const id = this.#next++
    const others = this.toasts.filter(({ about }) => about === undefined || about !== more.about)
    this.toasts = [...others.slice(-3), { id, tone, text, ...more }]
    setTimeout(() => this.drop(id), more.action || tone === 'bad' ? 9_000 : 4_000)
  }

  drop(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id)
  }

  ask(question: Question): Promise<boolean> {
    this.question?.answer(false)
    return new Promise((resolve) => {
      this.question = {
        ...question,
        answer: (yes) => {
          this.question = undefined
          resolve(yes)
        },
      }
    })
  }
}
