// The rules of the house, each a function from the tree to sentences that name a file and what is wrong with it.
import ts from 'typescript'
import { functionsOf, type Import, importsOf, type Source, syntaxOf } from './source.ts'
import {
  type Area,
  DOORS,
  LAYERS,
  MAX_FUNCTION_LINES,
  MAX_LINES,
  MAX_README_LINES,
  PURE,
  PURE_NODE,
  STEADY,
  TOP_FOLDERS,
  WALL_CLOCK,
} from './table.ts'

export type Rule = (tree: Source[]) => string[]

const isCode = (source: Source): boolean => /\.(ts|mjs|svelte)$/.test(source.path)
const isModule = (source: Source): boolean => /\.(ts|mjs)$/.test(source.path) && !source.path.endsWith('.d.ts')
const inside = (path: string, prefixes: readonly string[]): boolean => prefixes.some((each) => path.startsWith(each))

const layerOf = (path: string): string | undefined =>
  Object.keys(LAYERS)
    .filter((prefix) => path.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0]

/** An import only goes down. */
export const layers: Rule = (tree) =>
  tree.filter(isCode).flatMap((source) => {
    const from = layerOf(source.path)
    if (from === undefined) return [`${source.path} lies in no layer of test/law/table.ts`]
    const { may, wires } = LAYERS[from] as Area
    return targets(source).flatMap(({ to, specifier }) => {
      const target = layerOf(to)
      if (target === undefined) return [`${source.path} imports ${specifier}, which lies in no layer`]
      const allowed = wires ? [from, ...may] : may
      if (target === from || inside(to, allowed)) return []
      return [`${source.path} may not import ${to}: ${from} may import ${allowed.join(', ')}`]
    })
  })

/** Each outside package has its door, and a new package needs one in the table. */
export const doors: Rule = (tree) =>
  tree
    .filter((source) => isCode(source) && !inside(source.path, ['test/', 'web/']))
    .flatMap((source) =>
      packages(source).flatMap((name) => {
        if (name.startsWith('node:')) return []
        const door = Object.keys(DOORS).find((each) => name === each || (each.endsWith('/') && name.startsWith(each)))
        if (door === undefined) return [`${source.path} imports ${name}, which has no door in test/law/table.ts`]
        if (inside(source.path, DOORS[door] ?? [])) return []
        return [`${source.path} imports ${name}, whose door is ${DOORS[door]?.join(', ')}`]
      }),
    )

/** No cycle, type imports counted: each strongly connected set of files is told once. */
export const cycles: Rule = (tree) => {
  const known = new Set(tree.map((source) => source.path))
  const graph = new Map(
    tree.filter(isCode).map((source) => [
      source.path,
      targets(source)
        .map(({ to }) => to)
        .filter((to) => known.has(to)),
    ]),
  )
  return stronglyConnected(graph).map((files) => `a cycle of ${files.length} files: ${files.sort().join(', ')}`)
}

/** Relative imports stay within the top folder; they name the file with its extension. */
export const paths: Rule = (tree) =>
  tree.filter(isCode).flatMap((source) =>
    targets(source).flatMap(({ to, specifier }) => {
      if (specifier.startsWith('.') && top(to) !== top(source.path))
        return [`${source.path} leaves its folder by ${specifier}: write #${to}`]
      if (!source.path.startsWith('web/') && !/\.(ts|mjs|json)$/.test(specifier))
        return [`${source.path} imports ${specifier} without its extension`]
      return []
    }),
  )

/** Mains start things; they are started, never imported. */
export const mains: Rule = (tree) =>
  tree
    .filter(isCode)
    .flatMap((source) =>
      targets(source).flatMap(({ to }) =>
        /(^|\/)main\.ts$/.test(to) ? [`${source.path} imports the main ${to}`] : [],
      ),
    )

/** No barrels: neither by name nor by nature. */
export const barrels: Rule = (tree) =>
  tree.filter(isModule).flatMap((source) => {
    if (/(^|\/)index\.ts$/.test(source.path)) return [`${source.path}: no index.ts; name the file after its concept`]
    const { statements } = syntaxOf(source)
    const forwards = (each: ts.Statement): boolean =>
      ts.isImportDeclaration(each) || (ts.isExportDeclaration(each) && each.moduleSpecifier !== undefined)
    const onlyForwards = statements.length > 0 && statements.every(forwards) && statements.some(ts.isExportDeclaration)
    return onlyForwards ? [`${source.path} only passes on what others export; import from them`] : []
  })

/** Settings come through one door. */
export const environment: Rule = (tree) =>
  tree
    .filter((source) => isCode(source) && !inside(source.path, ['config/', 'test/']))
    .flatMap((source) =>
      mentions(source, ['process.env']).length > 0 ? [`${source.path} reads process.env; only config/ may`] : [],
    )

/** Started elsewhere, a thread would run from the sources only, or from the built code only. */
export const threads: Rule = (tree) =>
  tree
    .filter((source) => isCode(source) && !inside(source.path, ['config/code/', 'test/']))
    .flatMap((source) =>
      startsThreads(source) ? [`${source.path} takes Worker itself; config/code/place.ts starts threads`] : [],
    )

const startsThreads = (source: Source): boolean =>
  syntaxOf(source).statements.some((statement) => {
    if (!ts.isImportDeclaration(statement) || statement.moduleSpecifier.getText() !== "'node:worker_threads'")
      return false
    const { importClause: clause } = statement
    if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false
    const { namedBindings: named } = clause
    return (
      !named ||
      !ts.isNamedImports(named) ||
      named.elements.some((each) => each.name.text === 'Worker' && !each.isTypeOnly)
    )
  })

const IMPURE = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'process.hrtime']
const IMPURE_CALLS = ['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'randomUUID']

/** Clock, chance, ids and the machine come in with the command. */
export const pure: Rule = (tree) =>
  tree
    .filter((source) => isCode(source) && inside(source.path, PURE))
    .flatMap((source) => [
      ...packages(source)
        .filter((name) => !PURE_NODE.has(name))
        .map((name) => `${source.path} is pure and imports ${name}`),
      ...mentions(source, IMPURE, IMPURE_CALLS).map((name) => `${source.path} is pure and uses ${name}`),
    ])

/** One to three lines say what the file is for. */
export const headers: Rule = (tree) =>
  tree
    .filter(isModule)
    .flatMap((source) => (/^(#!.*\n)?\s*(\/\/|\/\*)/.test(source.text) ? [] : [`${source.path} has no header comment`]))

const lines = (text: string): number => text.replace(/\n$/, '').split('\n').length

export const sizes: Rule = (tree) =>
  tree.flatMap((source) => {
    const most = isCode(source) ? MAX_LINES : MAX_README_LINES
    return lines(source.text) > most ? [`${source.path} has ${lines(source.text)} lines; at most ${most}`] : []
  })

/** Past fifty lines a function is two things. */
export const functions: Rule = (tree) =>
  tree
    .filter((source) => isCode(source) && !inside(source.path, ['test/']))
    .flatMap((source) =>
      functionsOf(source)
        .filter(({ own }) => own > MAX_FUNCTION_LINES)
        .map(({ line, own }) => `${source.path}:${line}: a function of ${own} lines; at most ${MAX_FUNCTION_LINES}`),
    )

/** A route asks a room of records: SQL stands where its table is known. */
export const sqlInRooms: Rule = (tree) =>
  tree
    .filter((source) => isModule(source) && /^engine\/(\w+\/)?routes\//.test(source.path))
    .filter((source) => /\bsql`/.test(source.text))
    .map((source) => `${source.path} holds SQL: it belongs to a room of records`)

/** No span by a clock that somebody may set: who reads it stands in the table with the reason. */
export const wallClock: Rule = (tree) => [
  ...tree
    .filter((source) => isModule(source) && inside(source.path, STEADY) && !(source.path in WALL_CLOCK))
    .filter((source) => /\bDate\.now\b|\bnew Date\(\)/.test(source.text))
    .map(
      (source) =>
        `${source.path} reads the clock on the wall: a span is steady, else give the reason in test/law/table.ts`,
    ),
  ...Object.keys(WALL_CLOCK).flatMap((path) => {
    const source = tree.find((each) => each.path === path)
    return source && !/\bDate\b/.test(source.text)
      ? [`${path} reads no clock on the wall any more: take it off the table`]
      : []
  }),
]

/** Every folder that a newcomer opens first tells the path of one call through it. */
export const readmes: Rule = (tree) =>
  TOP_FOLDERS.filter((folder) => !tree.some((source) => source.path === `${folder}/README.md`)).map(
    (folder) => `${folder}/README.md is missing`,
  )

const top = (path: string): string => path.split('/')[0] ?? ''

const targets = (source: Source): { to: string; specifier: string }[] =>
  importsOf(source).flatMap((each: Import) => ('to' in each ? [each] : []))

const packages = (source: Source): string[] =>
  importsOf(source).flatMap((each: Import) => ('outside' in each ? [each.outside] : []))

/** Names used in code (not in comments or texts): `a.b` as written, calls of plain names, and `new Date()`. */
function mentions(source: Source, dotted: string[], calls: string[] = []): string[] {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const name = `${node.expression.getText()}.${node.name.text}`
      if (dotted.includes(name)) found.add(name)
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && calls.includes(node.expression.text))
      found.add(node.expression.text)
    if (calls.length > 0 && ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      found.add('new Date()')
    ts.forEachChild(node, visit)
  }
  visit(syntaxOf(source))
  return [...found]
}

/** Tarjan: sets of more than one file, and files that import themselves. */
function stronglyConnected(graph: Map<string, string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const sets: string[][] = []
  const visit = (node: string): number => {
    const own = index.size
    index.set(node, own)
    low.set(node, own)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) low.set(node, Math.min(low.get(node) ?? own, visit(next)))
      else if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? own, index.get(next) ?? own))
    }
    if (low.get(node) === own) {
      const set = stack.splice(stack.indexOf(node))
      if (set.length > 1 || graph.get(node)?.includes(node)) sets.push(set)
    }
    return low.get(node) ?? own
  }
  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return sets
}
