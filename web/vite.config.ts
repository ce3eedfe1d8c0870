// Build of the pages. In development the API and /live come from a gateway (mock or real) named by GATEWAY.
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => {
  const gateway = loadEnv(mode, '.', 'GATEWAY').GATEWAY ?? 'http://127.0.0.1:5199'
  return {
    plugins: [tailwindcss(), sveltekit()],
    server: {
      host: '127.0.0.1',
      fs: { allow: ['..'] },
      proxy: { '/api': gateway, '/live': { target: gateway, ws: true } },
    },
    build: { chunkSizeWarningLimit: 1500 },
  }
})
