// Build of the pages. In development the API and /live come from a gateway (mock or real) named by GATEWAY.
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, loadEnv, type Plugin } from 'vite'

/**
 * Fewer and larger scripts: what the same pages share is one file, and what is small joins its nearest neighbour.
 * Set after SvelteKit, which names its chunks by hash alone: a name says in the browser's network list what is loaded.
 */
const fewScripts: Plugin = {
  name: 'few-scripts',
  enforce: 'post',
  config: (_, { isSsrBuild, command }) =>
    isSsrBuild || command !== 'build'
      ? {}
      : {
          build: {
            rolldownOptions: {
              output: {
                chunkFileNames: '_app/immutable/chunks/[name].[hash].js',
                codeSplitting: {
                  groups: [
                    { name: 'chart-bars', test: /node_modules[\\/](echarts|zrender)[\\/].*\.js$/, priority: 3 },
                    { name: 'chart-lines', test: /node_modules[\\/]uplot[\\/].*\.js$/, priority: 3 },
                    { name: 'phone', test: /node_modules[\\/]jssip[\\/]/, priority: 3 },
                    { name: 'words-zh', test: /[\\/]i18n[\\/]zh[\\/]/, priority: 4 },
                    { name: 'words-en', test: /[\\/]i18n[\\/]en[\\/]/, priority: 4 },
                    { name: 'core', minShareCount: 8, priority: 2 },
                    {
                      name: 'frame',
                      test: /(@lucide|bits-ui|[\\/]lib[\\/](parts|frame|i18n|design|desk|phone)|work-tabs|Player)[\\/.]/,
                      minShareCount: 2,
                      priority: 1,
                    },
                  ],
                },
              },
            },
          },
        },
}

export default defineConfig(({ mode }) => {
  const gateway = loadEnv(mode, '.', 'GATEWAY').GATEWAY ?? 'http://127.0.0.1:5199'
  return {
    plugins: [tailwindcss(), sveltekit(), fewScripts],
    server: {
      host: '127.0.0.1',
      fs: { allow: ['..'] },
      proxy: { '/api': gateway, '/live': { target: gateway, ws: true } },
    },
    build: { chunkSizeWarningLimit: 1500 },
  }
})
