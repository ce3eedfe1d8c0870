// Reads a node's settings: checked when the flow was saved, so here a wrong one falls back to the field's default.
import type { FlowNode, Prompt } from '#engine/protocol/flow.ts'

export function text(node: FlowNode, name: string, otherwise = ''): string {
  const value = node.settings[name]
  return typeof value === 'string' ? value : otherwise
}

export function number(node: FlowNode, name: string, otherwise: number): number {
  const value = node.settings[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}

export function flag(node: FlowNode, name: string, otherwise: boolean): boolean {
  const value = node.settings[name]
  return typeof value === 'boolean' ? value : otherwise
}

export function prompts(node: FlowNode, name: string): Prompt[] {
  const value = node.settings[name]
  return Array.isArray(value) ? value.filter(isPrompt) : []
}

/** Rows of a `list` field whose columns are texts. */
export function rows(node: FlowNode, name: string): Record<string, string>[] {
  const value = node.settings[name]
  if (!Array.isArray(value)) return []
  return value.filter(isRecord).map((row) => {
    const texts: Record<string, string> = {}
    for (const [key, cell] of Object.entries(row)) if (typeof cell === 'string') texts[key] = cell
    return texts
  })
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function isPrompt(value: unknown): value is Prompt {
  if (!isRecord(value)) return false
  if (value.type === 'file') return typeof value.promptId === 'string'
  if (value.type === 'text') return typeof value.text === 'string'
  return (value.type === 'digits' || value.type === 'quantity') && typeof value.value === 'string'
}
