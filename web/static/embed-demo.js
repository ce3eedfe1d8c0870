/* The page of another system: drives the soft phone by buttons of its own and shows what it hears. */
const phone = window.Tinglan.embed(document.querySelector('#phone'))
const number = document.querySelector('#number')
const MORE = {
  dial: () => ({ number: number.value.trim() }),
  transfer: () => ({ number: number.value.trim() }),
  consult: () => ({ number: number.value.trim() }),
  invite: () => ({ number: number.value.trim() }),
  break: () => ({ reason: 'rest' }),
}
function log(text) {
  const line = document.createElement('li')
  line.textContent = `${new Date().toLocaleTimeString()} ${text}`
  document.querySelector('#log').prepend(line)
}
for (const button of document.querySelectorAll('[data-act]'))
  button.addEventListener('click', async () => {
    const { act } = button.dataset
    log(`${act}: ${(await phone.do(act, MORE[act]?.())) ? 'ok' : 'no'}`)
  })
phone.on('state', ({ mode, call }) => {
  document.querySelector('#mode').textContent = mode
  document.querySelector('#call').textContent = call
    ? `${call.direction} ${call.number} ${call.held ? 'held' : ''}`
    : '–'
  log(`state ${mode} ${call?.number ?? ''}`)
})
