// Imports the test files named in the arguments, in that order, into one process. The names are taken away first: tap names its
// folders after them, and of a hundred files that would be too long for the file system.
import { pathToFileURL } from 'node:url'

const files = process.argv.splice(2)
for (const file of files) await import(pathToFileURL(file).href)
