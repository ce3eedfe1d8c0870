// Who is signed in at which desk phone, as the views of agents tell it.
import t from 'tap'
import type { AgentView } from '#engine/protocol/agent.ts'
import { SeatBook } from '#engine/routing/host/seats.ts'

const view = (agentId: string, mode: AgentView['mode'], user: string | undefined, signedInAt = 1): AgentView =>
  ({
    ...{ agentId, mode, signedInAt },
    phone: user === undefined ? { type: 'browser' } : { type: 'extension', user },
  }) as AgentView

t.test('a phone has the agent who signed in there, until it signs out or takes another phone', async (t) => {
  const book = new SeatBook()
  t.equal(book.at('8001'), undefined)
  book.hear(view('a1', 'ready', '8001'))
  t.match(book.at('8001'), { agentId: 'a1', full: false })
  book.hear(view('a1', 'talking', '8001'))
  t.match(book.at('8001'), { agentId: 'a1', full: true }, 'before it talks its second line is nobody’s call')
  const talks = { ...view('a1', 'talking', '8001'), call: { connectedAt: 1 } } as AgentView
  book.hear(talks)
  t.match(book.at('8001'), { full: false }, 'who talks may dial on another line')
  book.hear({ ...talks, beside: [talks.call, talks.call, talks.call] } as AgentView)
  t.match(book.at('8001'), { full: true }, 'up to four')
  book.hear(view('a1', 'ready', '8002'))
  t.equal(book.at('8001'), undefined)
  book.hear(view('a1', 'signed-out', '8002'))
  t.equal(book.at('8002'), undefined)
  book.hear(view('a1', 'ready', undefined))
  t.equal(book.at('8002'), undefined, 'a page is no desk phone')
})

t.test('the last who signed in has it, in whatever order the views come', async (t) => {
  const book = new SeatBook()
  book.hear(view('a2', 'ready', '8001', 20))
  book.hear(view('a1', 'ready', '8001', 10))
  t.match(book.at('8001'), { agentId: 'a2' })
  book.hear(view('a1', 'signed-out', '8001', 10))
  t.match(book.at('8001'), { agentId: 'a2' }, 'who leaves takes nobody else’s seat away')
})
