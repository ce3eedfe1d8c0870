// What the server says of one field (zod's English, the checks of engine/records) in the words of the page's language.
// Here and not at the server: the page's language may differ from the account's. A test holds every message against it.
import type { Dictionary } from '../i18n/dictionaries.ts'

type Words = Dictionary['admin']
type Say = (words: Words, first: string, second: string) => string

/** first match wins */
const KNOWN: [RegExp, Say][] = [
  [/received (undefined|null)$/, (w) => w.mustFill],
  [/^Invalid input: expected int/, (w) => w.server.whole],
  [/^Invalid input: expected number/, (w) => w.mustNumber],
  [/^Too small: expected string to have >=?1 /, (w) => w.mustFill],
  [/^Too small: expected string to have >=?(\d+)/, (w, n) => w.server.tooShort(n)],
  [/^Too big: expected string to have <=?(\d+)/, (w, n) => w.tooLong(Number(n))],
  [/^Too small: expected array to have >=?(\d+)/, (w, n) => w.server.tooFew(n)],
  [/^Too big: expected array to have <=?(\d+)/, (w, n) => w.server.tooMany(n)],
  [/^Too small: expected \w+ to be >=?(-?\d+)/, (w, n) => w.min(n)],
  [/^Too big: expected \w+ to be <=?(-?\d+)/, (w, n) => w.max(n)],
  [/^Invalid email address/, (w) => w.server.email],
  [/^is no id-card number$/, (w) => w.server.idCard],
  [/^is no number$/, (w) => w.server.noNumber],
  [/^a range is two numbers/, (w) => w.server.range],
  [/^Invalid (string|ISO \w+|date|time|number)/, (w) => w.badPattern],
  [/^Invalid (option|discriminator value)|^Invalid input: expected "/, (w) => w.server.noOption],
  [/^Invalid (input|key|value)/, (w) => w.server.badValue],
  [/^Unrecognized keys?: (.*)$/, (w, keys) => w.server.unknownField(keys.replaceAll('"', ''))],
  [/^doubled/, (w) => w.server.doubled],
  [/^a line break does not belong here$/, (w) => w.server.lineBreak],
  [/^a character that cannot be seen .*: (U\+\w+)$/, (w, code) => w.server.unseen(code)],
  [/^is already in use$/, (w) => w.server.inUse],
  [/^this skill is named twice$/, (w) => w.server.skillTwice],
  [/^must be a purpose, not a sub-type$/, (w) => w.server.twoSteps],
  [
    /^(.*) is already used in (agents|extensions|numbers|ring_groups|park_places)$/,
    (w, number, owner) => w.server.numberUsed(number, w.server.owners[owner as keyof typeof w.server.owners]),
  ],
  [/^there is no such record: /, (w) => w.server.noRecord],
  [/^a department is no part of itself$/, (w) => w.server.departmentInItself],
  [/^the administrator role stays as it is$/, (w) => w.server.administratorRole],
  [/^this right cannot reach so far$/, (w) => w.server.rightTooFar],
  [/^which (groups|queues)\?$/, (w) => w.mustFill],
  [/^an account of the role agent needs its agent$/, (w) => w.server.agentNeeded],
  [/^the last administrator must stay/, (w) => w.server.lastAdministrator],
  [/^fewer than the least$/, (w) => w.server.lines.fewDigits],
  [/^a PIN has 4 to 12 digits$/, (w) => w.server.lines.pin],
  [/^there is a code for it already$/, (w) => w.server.lines.codeTwice],
  [/^one of it and (.*) begins with the other$/, (w, code) => w.server.lines.codeClash(code)],
  [/^its desk phone has its own password$/, (w) => w.server.lines.phonePassword],
  [/^its desk phone has this number: /, (w) => w.server.lines.phoneNumber],
  [/^a group needs a phone$/, (w) => w.server.lines.phoneNeeded],
  [/^a flow, or a number that rings directly$/, (w) => w.server.lines.flowOrNumber],
  [/^a limit needs a number$/, (w) => w.server.lines.limitNeeded],
  [/^which hours\?$/, (w) => w.mustFill],
  [/^a route needs a trunk$/, (w) => w.server.lines.trunkNeeded],
  [/^needed: else it takes every number$/, (w) => w.server.lines.prefixNeeded],
  [/^an IP address: /, (w) => w.server.addressNeeded],
  [/^needs TLS: /, (w) => w.server.lines.tlsNeeded],
  [/^by its address: /, (w) => w.server.lines.siteByAddress],
  [/^needed to register$/, (w) => w.server.neededToRegister],
  [/^a new number needs the password again/, (w) => w.server.passwordAgain],
  [/^it is a common password/, (w) => w.server.commonPassword],
  [/^times go in steps of five minutes$/, (w) => w.server.plan.fiveMinutes],
  [/^a shift has at most 16 hours$/, (w) => w.server.plan.longShift],
  [/^it may begin before the break above has ended$/, (w) => w.server.plan.breaksOverlap],
  [/^before the earliest start$/, (w) => w.server.plan.breakLatest],
  [/^the break would end after the shift$/, (w) => w.server.plan.breakTooLate],
  [/^which shift\?$/, (w) => w.server.plan.whichShift],
  [/^before the first day$/, (w) => w.server.plan.leaveOrder],
  [/^a leave has at most a year$/, (w) => w.server.plan.longLeave],
  [/^overlaps the leave from (.*)$/, (w, date) => w.server.plan.leaveOverlaps(date)],
  [/^which weekday is it like\?$/, (w) => w.server.plan.whichWeekday],
  [/^a day of service ends at midnight/, (w) => w.server.plan.endOfService],
  [/^must be the start of an interval$/, (w) => w.server.plan.slotStart],
  [/^must be the end of an interval$/, (w) => w.server.plan.slotEnd],
  [/^it leaves nobody$/, (w) => w.server.plan.nobodyLeft],
  [/^(.*) works by another rule already: (.*)$/, (w, name, rule) => w.server.plan.otherRule(name, rule)],
  [/^must be filled in$|^a reason is needed$/, (w) => w.mustFill],
  [/^at least two options are needed$/, (w) => w.server.twoOptions],
  [/^is none of the options$/, (w) => w.server.noOption],
  [/^is disabled$/, (w) => w.server.disabled],
  [/^is no number from 1 to 10$/, (w) => w.server.oneToTen],
  [/^is too long$/, (w) => w.tooLong(2_000)],
  [/^must be an earlier question/, (w) => w.server.earlierQuestion],
  [/^a PIN has 4 to 12 digits$/, (w) => w.server.pinDigits],
  [/^there is a code for it already$/, (w) => w.server.codeThere],
  [/^neither WAV nor MP3$/, (w) => w.prompts.wrongType],
]

/** Unknown words are better than none. */
export function serverWords(message: string, words: Words): string {
  for (const [pattern, say] of KNOWN) {
    const found = pattern.exec(message)
    if (found) return say(words, found[1] ?? '', found[2] ?? '')
  }
  return message
}
