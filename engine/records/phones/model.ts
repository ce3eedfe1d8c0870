// What a phone model is: one file in models/, which writes the configuration file that this maker's phones fetch.
import type { Label } from '../../protocol/fields.ts'

/** All that a phone is told. */
export interface PhoneAccount {
  /** twelve digits, lower case */
  mac: string
  number: string
  name: string
  password: string
  host: string
  port: number
  /** signalling over TLS, sound encrypted where the other side can */
  secure: boolean
  lang: 'zh' | 'en'
}

export interface PhoneModel {
  name: string
  label: Label
  /** as the phone asks for it, with its own address in it */
  fileName(mac: string): string
  contentType: string
  file(account: PhoneAccount): string
}

export const definePhoneModel = (model: PhoneModel): PhoneModel => model

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
export const inXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)

/** A value ends with its line: what is behind a break would be a setting of its own. */
export const inLine = (text: string): string => text.replace(/[\r\n]+/g, ' ').trim()
