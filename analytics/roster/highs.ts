// The one door to HiGHS, a solver of linear and whole-number programmes, as WebAssembly.
import highsModule from 'highs'

// its types are read as CommonJS; what Node imports is the loader itself
export const loadHighs = highsModule as unknown as typeof highsModule.default

export type Highs = Awaited<ReturnType<typeof loadHighs>>

/** a model's status when it is solved */
export const OPTIMAL = 7
