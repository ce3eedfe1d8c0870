// What a test file costs, told by its name: a plain one milliseconds, `.long` seconds to minutes of computing with no real
// part, `.real` real programs, `.e2e` a browser and SIP peers.
export type Kind = 'unit' | 'long' | 'real' | 'e2e'

const COSTLY = /\.(long|real|e2e)\.test\.ts$/

/** undefined: no test file */
export const kindOf = (path: string): Kind | undefined =>
  path.endsWith('.test.ts') ? ((COSTLY.exec(path)?.[1] as Kind | undefined) ?? 'unit') : undefined
