// The shape of a dictionary: whatever Chinese says, every other language must say too.
export type Words<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : T[K] extends readonly string[]
        ? readonly string[]
        : T[K] extends readonly (infer Item)[]
          ? Words<Item>[]
          : Words<T[K]>
}
