import type { Transform } from 'node:stream'

export default class Plain extends Transform {}
