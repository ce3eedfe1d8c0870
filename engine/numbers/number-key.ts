// By what a number is looked for, however it was written: the same as `number_key` in PostgreSQL (migration 011). Pure.

/** 13900139000, +86 139-0013-9000 and 0086 13900139000 are one; so are 010-62345678 and +86 (0)10 6234 5678. */
export const numberKey = (written: string): string =>
  written
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^0-9a-z+]/g, '')
    .replace(/^(\+|00)86|^86(?=1[3-9][0-9]{9}$)|^\+/, '')
    .replace(/^00?(?=[0-9])(?!1[3-9][0-9]{0,7}$)/, '')
