// Small dense linear algebra on row-major arrays: what the factor model needs and no more.

export type Matrix = Float64Array // n × n, row-major

/** Lower Cholesky factor in place of a; a tiny or negative pivot is lifted to `floor`. */
export function cholesky(a: Matrix, n: number, floor = 1e-9): Matrix {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!
      a[i * n + j] = i === j ? Math.sqrt(Math.max(floor, sum)) : sum / a[j * n + j]!
    }
  return a
}

/** Solves L·x = b in place. */
export function forward(lower: Matrix, n: number, b: Float64Array): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * b[k]!
    b[i] = sum / lower[i * n + i]!
  }
  return b
}

/** Solves a·x = b for a symmetric positive a; both are overwritten, x is b. */
export function solve(a: Matrix, b: Float64Array): Float64Array {
  const n = b.length
  cholesky(a, n)
  forward(a, n, b)
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!
    for (let k = i + 1; k < n; k++) sum -= a[k * n + i]! * b[k]!
    b[i] = sum / a[i * n + i]!
  }
  return b
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** a − b; a loop, since map on a typed array costs ten times as much */
export function minus(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = a[i]! - b[i]!
  return out
}

/** a += share · b */
export function addTo(a: Float64Array, share: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i]! += share * b[i]!
}

const ITERATIONS = 30

/** The first `count` eigenvectors of a symmetric positive a (n × n), by orthogonal iteration from a fixed start. */
export function topVectors(a: Matrix, n: number, count: number): Float64Array[] {
  let vectors: Float64Array[] = Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: n }, (_, i) => Math.cos((i + 1) * (k + 1) * 1.7) + (k === 0 ? 1 : 0)),
  )
  for (let round = 0; round < ITERATIONS; round++) {
    vectors = vectors.map((vector) => times(a, n, vector))
    orthonormalise(vectors)
  }
  return vectors
}

function times(a: Matrix, n: number, vector: Float64Array): Float64Array {
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = 0
    const row = i * n
    for (let j = 0; j < n; j++) sum += a[row + j]! * vector[j]!
    out[i] = sum
  }
  return out
}

/** Gram–Schmidt in place. */
export function orthonormalise(vectors: Float64Array[]): void {
  for (const [k, vector] of vectors.entries()) {
    for (let other = 0; other < k; other++) {
      const share = dot(vectors[other]!, vector)
      for (let i = 0; i < vector.length; i++) vector[i]! -= share * vectors[other]![i]!
    }
    const length = Math.sqrt(dot(vector, vector)) || 1
    for (let i = 0; i < vector.length; i++) vector[i]! /= length
  }
}
