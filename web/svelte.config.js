import adapter from '@sveltejs/adapter-static'
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** A single-page app: the gateway serves build/ and answers unknown paths with index.html. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
  kit: {
    adapter: adapter({ fallback: 'index.html', precompress: false }),
    alias: { '#engine': '../engine' },
    version: { pollInterval: 0 },
  },
}
