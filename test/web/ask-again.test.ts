// A page that asks again and again does not ask twice at once.
import t from 'tap'
import { waitFor } from '#test/kit/wait.ts'
import { askAgain } from '#web/src/lib/parts/ask-again.ts'

t.test('asked at once, and again only when there was an answer, until it is ended', async (t) => {
  const open: (() => void)[] = []
  let asked = 0
  let looks = 0
  const end = askAgain(() => {
    asked++
    return new Promise<void>((resolve) => open.push(resolve))
  }, 5)
  const look = setInterval(() => looks++, 5)
  t.equal(asked, 1)
  await waitFor(() => looks > 5, { what: 'several turns go by' })
  t.equal(asked, 1, 'the question is still open')
  open.shift()?.()
  await waitFor(() => asked === 2, { what: 'asked anew' })
  end()
  open.shift()?.()
  looks = 0
  await waitFor(() => looks > 5, { what: 'several turns go by' })
  clearInterval(look)
  t.equal(asked, 2, 'ended')
})

t.test('an answer that fails does not end the asking', async (t) => {
  let asked = 0
  const end = askAgain(() => {
    asked++
    return Promise.reject(new Error('no answer')).catch(() => undefined)
  }, 5)
  await waitFor(() => asked > 3, { what: 'asked anew' })
  end()
  t.pass('asked again')
})
