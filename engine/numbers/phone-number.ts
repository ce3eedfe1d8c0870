// One number, any form: what a carrier, a person or a file wrote, as one canonical form (decisions.md 16). Pure.
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString as parse,
} from 'libphonenumber-js/max'
import type { Home } from '../protocol/company.ts'

/** Caller numbers that say there is none (RFC 3323, RFC 3325, and what carriers write). */
const ANONYMOUS = /^(anonymous|restricted|private|unavailable|unknown|withheld|\+?0*)$/i
/** service numbers and extensions: nobody's national number is so short */
const SHORT = 6
const SEPARATORS = /[\s().\-/‐-―]/g

/** The caller kept the number back: nobody's number, so nothing is known by it. */
export const isAnonymous = (number: string): boolean => ANONYMOUS.test(number.trim())

/**
 * E.164 without the plus for outside numbers ('8613800001111'), as dialled for short ones ('95588', '1001') and names,
 * '' for none. Takes +86, 0086, 86, trunk 0, local, separators, full-width digits, `tel:`, `;ext=`, `;phone-context=`, `;npdi`.
 */
export function canonical(written: string, home: Home): string {
  const text = bareNumber(written)
  if (isAnonymous(text)) return ''
  const plain = text.replace(SEPARATORS, '')
  if (!/^\+?\d+$/.test(plain)) return /^[\d*#+]+$/.test(plain) ? plain : text
  const country = countryOf(home)
  if (!country) return plain.replace(/^(\+|00)/, '')
  const code = getCountryCallingCode(country)
  if (!plain.startsWith('+') && plain.length <= SHORT) return plain
  const short = new RegExp(`^(?:\\+|00)?${code}(\\d{3,${SHORT}})$`).exec(plain)?.[1] ?? shortInArea(plain, code, home)
  if (short) return short
  const found = parse(plain, country)
  if (found?.isValid()) return found.number.slice(1)
  const local = home.areaCode ? parse(`0${home.areaCode}${plain}`, country) : undefined
  if (local?.isValid()) return local.number.slice(1)
  return plain.replace(/^(\+|00)/, '')
}

/** Of a canonical form with the country's code what comes after it: 96012205, which no plan of numbers knows, in +8696012205. */
export function afterCountry(number: string, home: Home): string | undefined {
  const country = countryOf(home)
  const code = country && getCountryCallingCode(country)
  return code !== undefined && number.startsWith(code) ? number.slice(code.length) : undefined
}

/** Every way the number of a canonical form is commonly written, itself first: for stores that keep what was written. */
export function spellings(written: string, home: Home): string[] {
  const number = canonical(written, home)
  const country = countryOf(home)
  if (number === '') return []
  if (!country || !/^\d+$/.test(number)) return [...new Set([number, written])]
  const code = getCountryCallingCode(country)
  const short = number.length <= SHORT
  if (!short && !number.startsWith(code)) return [number, `+${number}`, `00${number}`]
  const national = short ? number : number.slice(code.length)
  const area = home.areaCode
  const local = !short && area !== '' && national.startsWith(area) ? [national.slice(area.length)] : []
  const inArea =
    short && area !== '' ? [`0${area}${number}`, `${code}${area}${number}`, `+${code}${area}${number}`] : []
  const whole = [`${code}${national}`, `+${code}${national}`, `00${code}${national}`]
  const all = [number, national, ...whole, `0${national}`, ...local, ...inArea]
  // with the country before it an extension looks like another short number
  return [...new Set(all)].filter((spelt) => canonical(spelt, home) === number)
}

/** Without scheme, host and parameters; a context of digits leads: for people to read. */
export function bareNumber(written: string): string {
  const text = written
    .normalize('NFKC')
    .trim()
    .replace(/^(tel|sips?):/i, '')
  const context = /;phone-context=(\+\d+)/i.exec(text)?.[1] ?? ''
  const number = text.replace(/[@;].*$/, '').trim()
  return number.startsWith('+') ? number : context + number
}

/** 010-95588: an area's way to a short number. */
function shortInArea(plain: string, code: string, { areaCode }: Home): string | undefined {
  if (areaCode === '') return undefined
  return new RegExp(`^(?:0|(?:\\+|00)?${code})${areaCode}(\\d{3,${SHORT - 1}})$`).exec(plain)?.[1]
}

function countryOf({ country }: Home): CountryCode | undefined {
  return isSupportedCountry(country) ? country : undefined
}
