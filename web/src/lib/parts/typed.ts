// Fields whose words are sent while their writer may go on writing.

/** What stays in a field once `sent` has arrived: nothing, or what was typed meanwhile. */
export const leftAfter = (now: string, sent: string): string => (now === sent ? '' : now)
