// The number of a resident's identity card: 17 digits and a check digit (GB 11643-1999).
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

export function isIdCard(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number)) return false
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(number[at]), 0)
  return CHECKS[sum % 11] === number[17]
}
