// One-line changes of a source file, as a careless hand makes them: an operator turned, a condition negated, a statement lost.
import ts from 'typescript'

export interface Mutant {
  /** from 1 */
  line: number
  what: string
  /** the whole file with the change in it */
  text: string
}

interface Edit {
  start: number
  end: number
  text: string
  what: string
}

const TURNED = new Map<ts.SyntaxKind, string[]>([
  [ts.SyntaxKind.LessThanToken, ['<=', '>']],
  [ts.SyntaxKind.LessThanEqualsToken, ['<', '>']],
  [ts.SyntaxKind.GreaterThanToken, ['>=', '<']],
  [ts.SyntaxKind.GreaterThanEqualsToken, ['>', '<']],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ['!==']],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ['===']],
  [ts.SyntaxKind.AmpersandAmpersandToken, ['||']],
  [ts.SyntaxKind.BarBarToken, ['&&']],
  [ts.SyntaxKind.PlusToken, ['-']],
  [ts.SyntaxKind.MinusToken, ['+']],
  [ts.SyntaxKind.AsteriskToken, ['/']],
  [ts.SyntaxKind.SlashToken, ['*']],
])

/** Every change that the file allows, in order of place. Types and imports are left alone: nothing runs them. */
export function mutantsOf(path: string, text: string): Mutant[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS)
  const edits: Edit[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (ts.isImportDeclaration(node)) return
    edits.push(...editsOf(node, source))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return edits
    .map(({ start, end, text: by, what }) => ({
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      what,
      text: text.slice(0, start) + by + text.slice(end),
    }))
    .sort((a, b) => a.line - b.line)
}

function editsOf(node: ts.Node, source: ts.SourceFile): Edit[] {
  const replace = (target: ts.Node, by: string): Edit => ({
    start: target.getStart(source),
    end: target.end,
    text: by,
    what: `${short(target.getText(source))} → ${short(by) || 'nothing'}`,
  })
  if (ts.isBinaryExpression(node)) {
    if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
      return [replace(node, node.right.getText(source))]
    return (TURNED.get(node.operatorToken.kind) ?? []).map((by) =>
      replace(node, `${node.left.getText(source)} ${by} ${node.right.getText(source)}`),
    )
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [replace(node, 'false')]
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [replace(node, 'true')]
  if (ts.isNumericLiteral(node)) return [replace(node, `(${node.text} + 1)`)]
  if (ts.isConditionalExpression(node) || ts.isIfStatement(node)) {
    const condition = ts.isIfStatement(node) ? node.expression : node.condition
    return [replace(condition, `!(${condition.getText(source)})`)]
  }
  if (ts.isExpressionStatement(node) && !isDirective(node)) return [replace(node, ';')]
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => lost(each, node, source))
  return []
}

/** An array of effects or facts that lacks one. A lone element leaves an empty array. */
function lost(element: ts.Expression, array: ts.ArrayLiteralExpression, source: ts.SourceFile): Edit[] {
  if (ts.isNumericLiteral(element)) return []
  const at = array.elements.indexOf(element)
  const next = array.elements[at + 1]
  const before = array.elements[at - 1]
  const start = next || !before ? element.getStart(source) : before.end
  const end = next ? next.getStart(source) : element.end
  return [{ start, end, text: '', what: `without ${short(element.getText(source))}` }]
}

const isDirective = (node: ts.ExpressionStatement): boolean => ts.isStringLiteral(node.expression)

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 70 ? `${line.slice(0, 67)}…` : line
}
