// A script that a flow has begun goes on where the answers end.
import t from 'tap'
import { begunWith, type Script } from '#engine/protocol/scripts.ts'

const script: Script = {
  ...{ id: 's1', name: '报修', purpose: 'service' },
  steps: [
    {
      key: 'what',
      title: '',
      text: '',
      answers: [
        { label: '宽带', to: 'no' },
        { label: '电视', to: 'end' },
      ],
      noted: false,
    },
    { key: 'skipped', title: '', text: '', answers: [], noted: false },
    { key: 'no', title: '', text: '', answers: [], noted: true },
    { key: 'when', title: '', text: '', answers: [{ label: '今天', to: '' }], noted: false },
  ],
}

t.test('answers lead on, words of his own are noted, the first open step is where the agent stands', async (t) => {
  const run = begunWith(script, { what: '宽带', no: '88001', other: 'x' })
  t.same(run, {
    scriptId: 's1',
    state: 'running',
    trail: ['what', 'no', 'when'],
    answers: { what: '宽带' },
    notes: { no: '88001' },
  })
  t.match(begunWith(script, {}), { trail: ['what'], answers: {}, state: 'running' })
  t.match(begunWith(script, { what: '电视' }), { trail: ['what'], state: 'done' })
  t.match(begunWith(script, { what: '别的', no: '1' }), { trail: ['what'], notes: { what: '别的' }, state: 'running' })
})
