// Pages of other systems with the customer's context in their address. Pure.
export interface OutsidePageInfo {
  id: string
  name: string
  url: string
  /** none: for every call */
  queueIds: string[]
}
export const CONTEXT = ['number', 'name', 'customerId', 'callId', 'agent'] as const
export type OutsideContext = Partial<Record<(typeof CONTEXT)[number], string>>

/** What is not known is left empty; whatever is filled in cannot leave its place in the address. */
export const filledIn = (url: string, context: OutsideContext): string =>
  url.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = (CONTEXT as readonly string[]).includes(name) ? context[name as keyof OutsideContext] : undefined
    return encodeURIComponent(known ?? '')
  })

/** a masked number helps no other system */
const whole = (text: string | undefined): string | undefined => (text?.includes('*') ? undefined : text)

/** The tab of ours that holds it. */
export function tabOf({ id }: Pick<OutsidePageInfo, 'id'>, context: OutsideContext): string {
  const known = CONTEXT.flatMap((name): [string, string][] => {
    const value = whole(context[name])
    return value ? [[name, value]] : []
  })
  const query = new URLSearchParams(known).toString()
  return `/outside/${id}${query === '' ? '' : `?${query}`}`
}

export const pagesFor = (pages: readonly OutsidePageInfo[], queueId: string | undefined): OutsidePageInfo[] =>
  pages.filter(({ queueIds }) => queueIds.length === 0 || (queueId !== undefined && queueIds.includes(queueId)))
