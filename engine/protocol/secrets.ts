// Secret keys of a caller outside the memory of the node that serves the call: a token stands in their place, in facts,
// in recorded commands and in a flow's values. It says nothing of them and means something to that node alone.

/** `id`: letters, digits, `-` and `_`. No letter of the token changes in a URL. */
export const secretToken = (id: string): string => `secret~${id}~`

const TOKENS = /secret~[\w-]+~/g

export const tokensIn = (text: string): string[] => text.match(TOKENS) ?? []
