// What a browser calls itself, as people know it.
const BROWSERS: [RegExp, string][] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** Empty for a program that is none of them. */
export function browserOf(userAgent: string): string {
  const [pattern, name] = BROWSERS.find(([each]) => each.test(userAgent)) ?? []
  if (!pattern) return ''
  const system = SYSTEMS.find(([each]) => each.test(userAgent))?.[1]
  return [`${name} ${pattern.exec(userAgent)?.[1] ?? ''}`, ...(system ? [system] : [])].join(' · ')
}
