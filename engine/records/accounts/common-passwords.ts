// Passwords that are guessed first: Mozilla's list of common ones, what Chinese keyboards and lists are full of, and whatever
// is made of one's own account or name.
/** 50,000 words: read when the first one is judged. */
const commonList = () => import('fxa-common-password-list').then((list) => list.default)

/** What is left of a common password when its numbers and signs are taken off its ends. */
const STEMS = new Set([
  ...['password', 'passwort', 'passw', 'pass', 'admin', 'administrator', 'root', 'guest', 'test', 'tester', 'user'],
  ...['welcome', 'letmein', 'login', 'changeme', 'default', 'secret', 'master', 'system', 'manager', 'demo', 'sample'],
  ...['woaini', 'woaiwo', 'wangyut', 'aini', 'iloveyou', 'loveyou', 'love', 'taobao', 'aptx', 'mima', 'nihao', 'zhang'],
  ...['wang', 'asdfghjkl', 'asdf', 'asdfgh', 'qazwsx', 'qazwsxedc', 'qwer', 'qwert', 'qwerty', 'qwertyuiop', 'zxcvbnm'],
  ...[
    'zxcvbn',
    'zxc',
    'zxcv',
    'qaz',
    'abc',
    'abcd',
    'abcde',
    'abcdef',
    'abcdefg',
    'abcdefgh',
    'aa',
    'aaa',
    'a',
    'q',
    'x',
  ],
  ...['tinglan', 'callcenter', 'callcentre', 'kefu', 'company', 'spring', 'summer', 'autumn', 'winter', 'monday'],
  ...['dragon', 'monkey', 'sunshine', 'princess', 'football', 'baseball', 'superman', 'batman', 'trustno', 'shadow'],
])

const LEET: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', $: 's', '@': 'a' }
const ROWS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
]

const stemOf = (text: string): string => text.replace(/^[^a-z]+|[^a-z]+$/g, '')
const unleet = (text: string): string => [...text].map((letter) => LEET[letter] ?? letter).join('')

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
  const stems = [stemOf(text), stemOf(unleet(text)), unleet(stemOf(text))]
  if (stems.some((stem) => stem !== '' && STEMS.has(stem))) return true
  return own.some((name) => name.length >= 3 && isMadeOf(text, name.toLowerCase()))
}

/** What is besides the name is short. */
const isMadeOf = (text: string, name: string): boolean => text.includes(name) && text.length - name.length < 5
