// The test command's reporter: says which file runs and what it showed, each failure in full, and ends in one plain
// line "N passed, N failed" that counts every assertion of every file once.
import { Transform } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { Parser } from 'tap-parser'

/** hundreds of pure tests in one file: its count is enough, its failures are told in full */
const BRIEF = /unit\.ts$/

export default class Plain extends Transform {
  #parser = new Parser()
  #count = { pass: 0, fail: 0, skip: 0, todo: 0 }
  #failures = []
  #skipped = []
  #costs = []

  constructor() {
    super()
    for (const kind of ['pass', 'todo']) this.#parser.on(kind, () => this.#count[kind]++)
    this.#parser.on('skip', (result) => {
      this.#count.skip++
      this.#skipped.push(`${nameOf(result)}: ${result.skip === true ? 'no reason given' : result.skip}`)
    })
    this.#parser.on('fail', (result) => {
      this.#count.fail++
      this.#failures.push(result)
      this.#say(`${describe(result)}\n`)
    })
    this.#parser.on('child', (file) => this.#follow(file))
    this.#parser.on('comment', (comment) => {
      if (comment.startsWith('# cost: ')) this.#costs.push(comment.slice('# cost: '.length).trim())
    })
  }

  #follow(file) {
    this.#say(`\n${file.name}`)
    const before = { ...this.#count }
    if (!BRIEF.test(file.name)) file.on('assert', (result) => this.#say(`  ${line(result)}`))
    file.on('complete', (results) => {
      const [passed, failed] = [this.#count.pass - before.pass, this.#count.fail - before.fail]
      this.#say(`  ${passed} passed, ${failed} failed${results.time ? ` in ${span(results.time)}` : ''}`)
    })
  }

  #say(text) {
    this.push(`${stripVTControlCharacters(text)}\n`)
  }

  _transform(chunk, _encoding, done) {
    this.#parser.write(chunk)
    done()
  }

  _flush(done) {
    this.#parser.on('complete', (results) => {
      const { pass, skip, todo } = this.#count
      // a run that broke off (bail-out, a plan not kept) without a failed assertion is a failure all the same
      const fail = this.#count.fail || (results.ok ? 0 : 1)
      if (this.#count.fail === 0 && fail) this.#say(`\nFAILED the run: ${results.bailout || 'its plan was not kept'}`)
      if (this.#costs.length > 0) this.#say(`\n${this.#costs.join('\n  ')}`)
      if (this.#skipped.length > 0) this.#say(`\nSkipped:\n  ${this.#skipped.join('\n  ')}`)
      if (this.#failures.length > 0) this.#say(`\nFailed:\n  ${this.#failures.map(nameOf).join('\n  ')}`)
      const others = skip + todo > 0 ? `, ${skip + todo} skipped` : ''
      this.#say(`\n${pass} passed, ${fail} failed${others}`)
      done()
    })
    this.#parser.end()
  }
}

const nameOf = (result) => (result.fullname || result.name || 'a test without a name').trim()

const span = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

const line = (result) =>
  `${result.ok ? (result.skip ? 'skip' : 'ok  ') : 'FAIL'} ${result.name}${result.time ? ` (${span(result.time)})` : ''}`

function describe(result) {
  const { diag = {} } = result
  const at = diag.at ? ` (${diag.at.fileName}:${diag.at.lineNumber})` : ''
  const exit = diag.exitCode ? [`exit code ${diag.exitCode}`] : diag.signal ? [`ended by ${diag.signal}`] : []
  const told = [
    diag.output,
    diag.diff,
    ...exit,
    diag.error?.message,
    diag.tapCaught,
    diag.expired && `timeout: ${diag.expired}`,
  ]
  const stack =
    diag.stack && !diag.output ? [`at ${String(diag.stack).trim().split('\n').slice(0, 6).join('\n   ')}`] : []
  return `\nFAILED ${nameOf(result)}${at}\n${[...told, ...stack].filter((each) => typeof each === 'string').join('\n')}`
}
