// NATS subject patterns: `*` stands for one token, a last `>` for one or more.

export function matches(pattern: string, subject: string): boolean {
  const wanted = pattern.split('.')
  const tokens = subject.split('.')
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === '>') return tokens.length > i
    if (i >= tokens.length) return false
    if (wanted[i] !== '*' && wanted[i] !== tokens[i]) return false
  }
  return wanted.length === tokens.length
}
