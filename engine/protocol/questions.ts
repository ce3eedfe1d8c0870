// Questions of a questionnaire, and which of them are asked: one may hang on the answer to an earlier one.
export interface Question {
  /** for life: answers are kept by it */
  key: string
  text: string
  type: 'choice' | 'choices' | 'scale' | 'text'
  /** one a line */
  options: string
  required: boolean
  /** the place of an earlier question, from one; empty: always asked */
  onlyAfter?: number | ''
  /** and its answers, one a line; a scale also as `1-6` */
  onlyIf?: string
}
export type Answers = Readonly<Record<string, unknown>>

/** People write lists with blank lines. */
export const linesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]
export const optionsIn = ({ options }: Pick<Question, 'options'>): string[] => linesIn(options)

/** the question it hangs on, by its place */
export const parentOf = (questions: readonly Question[], { onlyAfter }: Question): Question | undefined =>
  typeof onlyAfter === 'number' ? questions[onlyAfter - 1] : undefined

const RANGE = /^(\d+)\s*[-–~至]\s*(\d+)$/
function fits(wanted: string, given: unknown): boolean {
  const range = RANGE.exec(wanted)
  if (range && typeof given === 'number') return given >= Number(range[1]) && given <= Number(range[2])
  return Array.isArray(given) ? given.map(String).includes(wanted) : String(given) === wanted
}

/** Those that are put, given what was answered so far; what hangs on a question that is not put is not put either. */
export function askedOf(questions: readonly Question[], answers: Answers): Question[] {
  const put = new Set<string>()
  for (const one of questions) {
    const parent = parentOf(questions, one)
    const given = parent && put.has(parent.key) ? answers[parent.key] : undefined
    const isOpen =
      parent === undefined || (given !== undefined && linesIn(one.onlyIf ?? '').some((wanted) => fits(wanted, given)))
    if (isOpen) put.add(one.key)
  }
  return questions.filter(({ key }) => put.has(key))
}
