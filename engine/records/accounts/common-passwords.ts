// Passwords that are guessed first: those of Mozilla's list of common ones, patterns of the keyboard, and whatever is made of
// one's own account or name. No guesses at disguises: who gives out first passwords by a scheme of his own may.
/** 50,000 words: read when the first one is judged. */
const commonList = () => import('fxa-common-password-list').then((list) => list.default)

const ROWS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
]

/** One or two letters over and over, a row of the keyboard, a date, a number by itself. */
function isPattern(text: string): boolean {
  if (new Set(text).size < 4) return true
  const back = [...text].reverse().join('')
  if (ROWS.some((row) => row.includes(text) || row.includes(back))) return true
  for (let length = 1; length <= text.length / 2; length++)
    if (
      text ===
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .slice(0, text.length)
    )
      return true
  return /^\d{1,12}$/.test(text)
}

/** `own`: account, name, company: none of them may be what a password is made of. */
export async function isCommon(password: string, own: readonly string[] = []): Promise<boolean> {
  const text = password.toLowerCase().normalize('NFKC')
  if (isPattern(text) || (await commonList()).test(text)) return true
  return own.some((name) => name.length >= 3 && isMadeOf(text, name.toLowerCase()))
}

/** What is besides the name is short. */
const isMadeOf = (text: string, name: string): boolean => text.includes(name) && text.length - name.length < 5
