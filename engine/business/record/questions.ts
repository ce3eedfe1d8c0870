// A question of a questionnaire, and the options that people write one a line.
export interface Question {
  key: string
  text: string
  type: 'choice' | 'choices' | 'scale' | 'text'
  /** one a line */
  options: string
  required: boolean
}

/** `1. …` and blank lines are how people write lists */
export const optionsIn = ({ options }: Pick<Question, 'options'>): string[] => [
  ...new Set(
    options
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]
