// Who hears whom, by roles.
import t from 'tap'
import type { PartyRole } from '#engine/protocol/party.ts'
import { type Hearer, whoHears } from '#engine/routing/core/hearing/hearing.ts'

const LETTER: Record<PartyRole, string> = {
  ...{ customer: 'C', agent: 'A', outside: 'O', consulted: 'K', listener: 'L', whisperer: 'W', barger: 'B' },
}
/** 'customer agent -outside' : a dash holds the party */
const parties = (names: string): Hearer[] =>
  names
    .split(' ')
    .filter(Boolean)
    .map((name) => {
      const role = name.replace('-', '') as PartyRole
      return { legId: LETTER[role], role, held: name.startsWith('-') }
    })

const TABLE: [string, string, string][] = [
  ['nobody', '', ''],
  ['one alone hears nobody', 'customer', ''],
  ['a talk', 'customer agent', 'C<A A<C'],
  ['hold', '-customer agent', ''],
  ['transferred outside', 'customer outside', 'C<O O<C'],
  ['consult with the customer on hold', '-customer agent consulted', 'A<K K<A'],
  ['three-way', 'customer agent consulted', 'C<A C<K A<C A<K K<C K<A'],
  ['listen', 'customer agent listener', 'C<A A<C L<C L<A'],
  ['whisper: only the agent hears it', 'customer agent whisperer', 'C<A A<C A<W W<C W<A'],
  ['barge', 'customer agent barger', 'C<A C<B A<C A<B B<C B<A'],
  ['take over', 'customer barger', 'C<B B<C'],
  ['listener while on hold hears the agent', '-customer agent listener', 'L<A'],
  ['whisper while on hold', '-customer agent whisperer', 'A<W W<A'],
  [
    'listener and whisperer do not hear the listener',
    'customer agent listener whisperer',
    'C<A A<C A<W L<C L<A W<C W<A',
  ],
]
for (const [title, names, pairs] of TABLE) {
  t.test(title, async (t) => {
    t.equal(
      whoHears(parties(names))
        .map(({ listener, speaker }) => `${listener}<${speaker}`)
        .join(' '),
      pairs,
    )
  })
}
