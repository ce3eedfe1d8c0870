// How the roster tests look at the pages.
import type { Page } from 'playwright-core'
import { waitFor } from '#test/kit/wait.ts'

/** what a screen reader hears of a cell */
export const cell = (page: Page, row: number, column: number): Promise<string> =>
  page
    .locator(`#cell-${row}-${column}`)
    .getAttribute('aria-label')
    .then((label) => label ?? '')

export const becomes = (what: string, is: () => Promise<boolean>): Promise<boolean> => waitFor(is, { what })

export const shows = (page: Page, row: number, column: number, shift: string): Promise<boolean> =>
  becomes(`${shift} in row ${row}, column ${column}`, async () => (await cell(page, row, column)).includes(shift))

export const settled = (page: Page): Promise<boolean> =>
  becomes(
    'the consequences are known',
    async () => (await page.getByTestId('roster-figures').getAttribute('aria-busy')) === 'false',
  )

export const focused = (page: Page): Promise<string | null> =>
  page.getByTestId('roster-grid').getAttribute('aria-activedescendant')
