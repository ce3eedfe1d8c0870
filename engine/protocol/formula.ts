// A figure that a company makes of others: + - * / ( ) over numbers and names, read once and counted often. Nothing is run.

export type Formula = (values: Readonly<Record<string, number | undefined>>) => number | undefined

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9]*)|([-+*/()]))/y
const MOST = 200

type Token = { is: 'number'; value: number } | { is: 'name'; name: string } | { is: 'sign'; sign: string }

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text)
    if (!found || tokens.length >= MOST) return undefined
    const [, digits, name, sign] = found
    if (digits !== undefined) tokens.push({ is: 'number', value: Number(digits) })
    else if (name !== undefined) tokens.push({ is: 'name', name })
    else tokens.push({ is: 'sign', sign: sign ?? '' })
  }
  return tokens
}

class Reader {
  readonly #tokens: Token[]
  readonly #known: ReadonlySet<string>
  #at = 0

  constructor(tokens: Token[], known: ReadonlySet<string>) {
    this.#tokens = tokens
    this.#known = known
  }

  whole(): Formula | undefined {
    const found = this.#sum()
    return this.#at === this.#tokens.length ? found : undefined
  }

  #take(...signs: string[]): string | undefined {
    const token = this.#tokens[this.#at]
    if (token?.is !== 'sign' || !signs.includes(token.sign)) return undefined
    this.#at += 1
    return token.sign
  }

  #sum(): Formula | undefined {
    let left = this.#product()
    for (let sign = this.#take('+', '-'); sign; sign = this.#take('+', '-')) left = both(sign, left, this.#product())
    return left
  }

  #product(): Formula | undefined {
    let left = this.#one()
    for (let sign = this.#take('*', '/'); sign; sign = this.#take('*', '/')) left = both(sign, left, this.#one())
    return left
  }

  #one(): Formula | undefined {
    if (this.#take('-')) return both('-', () => 0, this.#one())
    if (this.#take('(')) {
      const inside = this.#sum()
      return this.#take(')') ? inside : undefined
    }
    const token = this.#tokens[this.#at]
    this.#at += 1
    if (token?.is === 'number') return () => token.value
    return token?.is === 'name' && this.#known.has(token.name) ? (values) => values[token.name] : undefined
  }
}

/** Nothing known, or a division by zero, has no value. */
function both(sign: string, left: Formula | undefined, right: Formula | undefined): Formula | undefined {
  if (!left || !right) return undefined
  return (values) => {
    const [a, b] = [left(values), right(values)]
    if (a === undefined || b === undefined) return undefined
    if (sign === '+') return a + b
    if (sign === '-') return a - b
    if (sign === '*') return a * b
    return b === 0 ? undefined : a / b
  }
}

/** Undefined where it cannot be read, or names what is not known. */
export function readFormula(text: string, known: ReadonlySet<string>): Formula | undefined {
  const tokens = tokensOf(text)
  return tokens && tokens.length > 0 ? new Reader(tokens, known).whole() : undefined
}
