// Where the keyboard begins: the first field of a dialog or page, and buttons that are the obvious next step.

/** On the element that appears: the focus goes there. */
export const focusNow = (node: HTMLElement): void => node.focus()

/** The same where nothing else has it: a person who is typing is not pulled away. */
export function focusIfFree(node: HTMLElement): void {
  const has = document.activeElement
  if (has === null || has === document.body || has.id === 'content') node.focus()
}

/** The button that is the obvious next step, where there is one, carries `data-next-step`. */
export function nextStep(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-next-step]:not([disabled])')
}

const FIELDS =
  'input:not([type=hidden], [readonly], [disabled], [tabindex="-1"]), select:not([disabled]), textarea:not([disabled])'

/** A dialog's first field; of a group of choices the chosen one; where there is none, its first button after the head. */
export function firstField(content: HTMLElement): HTMLElement {
  // a dialog that is worked by keys says where they go
  const first = content.querySelector<HTMLElement>('[data-first]:not([disabled])')
  if (first) return first
  const field = content.querySelector<HTMLElement>(FIELDS)
  if (field instanceof HTMLInputElement && field.type === 'radio')
    return content.querySelector<HTMLElement>(`input[name="${field.name}"]:checked`) ?? field
  const body = [...content.querySelectorAll<HTMLElement>('button:not([disabled]), a[href]')]
  return field ?? body.find((one) => !one.hasAttribute('data-dialog-close')) ?? content
}

/** On what always scrolls, and changes too often to be looked at each time. */
export function reachable(node: HTMLElement): void {
  node.tabIndex = 0
}

/** On what scrolls: the keyboard can scroll it too, as long as there is something to scroll. */
export function scrolls(node: HTMLElement): { destroy(): void } {
  const look = (): void => {
    const over = node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1
    if (over) node.tabIndex = 0
    else node.removeAttribute('tabindex')
  }
  const sizes = new ResizeObserver(look)
  const content = new MutationObserver(look)
  sizes.observe(node)
  content.observe(node, { childList: true, subtree: true })
  look()
  return {
    destroy() {
      sizes.disconnect()
      content.disconnect()
    },
  }
}
