// What an agent says to others, for tests to expect; call c1, leg ring-0, queue q1 and offer o1 are those of the stands.
export const leg = { callId: 'c1', legId: 'ring-0' }

export const toQueue = (type: string, more: object = {}) => ({
  to: 'actor',
  ref: { kind: 'queue', id: 'q1' },
  command: { type, ...more },
})
export const aboutOffer = (type: string, more: object = {}) => toQueue(type, { offerId: 'o1', agentId: 'a1', ...more })

export const toCall = (type: string, more: object = {}, id = 'c1') => ({
  to: 'actor',
  ref: { kind: 'call', id },
  command: { type, ...more },
})
export const byAgent = (type: string, more: object = {}) => toCall(type, { agentId: 'a1', ...more })

export const standing = (mode: string) => ({
  ref: { kind: 'queue' },
  command: { type: 'agent-changed', agent: { mode } },
})

export const hangUp = (cause: string) => ({ to: 'media', node: 'm1', order: { type: 'hang-up', ...leg, cause } })
