// Long texts as they are found: Chinese by two characters that stand together, other words whole; a phrase is all of its pieces.
const MOST_PIECES = 20_000
const RUNS = /[\p{Script=Han}]+|[\p{L}\p{N}]+/gu
const HAN = /^\p{Script=Han}/u

/** 退货流程 → 退货 货流 流程 程; the last sign alone, so that each is found by itself too */
const pairsOf = (run: string): string[] => {
  const signs = [...run]
  return signs.map((sign, at) => sign + (signs[at + 1] ?? ''))
}

export function piecesOf(text: string): string[] {
  const found = new Set<string>()
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUNS)) {
    for (const piece of HAN.test(run) ? pairsOf(run) : [run.slice(0, 40)]) found.add(piece)
    if (found.size >= MOST_PIECES) break
  }
  return [...found]
}

const quoted = (piece: string): string => `'${piece.replaceAll(/['\\]/g, '$&$&')}'`

/** Words typed without a space between are no phrase: pairs side by side, the last one whole. */
const apart = (pairs: readonly string[]): string[] => pairs.filter((_, at) => at % 2 === 0 || at === pairs.length - 1)

/** What was typed as a `tsquery`: every piece of it; '' when nothing can be found by it. */
export function piecesAskedFor(typed: string): string {
  const asked = [...typed.normalize('NFKC').toLowerCase().matchAll(RUNS)].flatMap(([run]) => {
    if (!HAN.test(run)) return [`${quoted(run.slice(0, 40))}:*`]
    const pairs = pairsOf(run)
    return pairs.length > 1 ? apart(pairs.slice(0, -1)).map(quoted) : pairs.map((one) => `${quoted(one)}:*`)
  })
  return asked.length > 0 ? `(${asked.join(' & ')})` : ''
}
