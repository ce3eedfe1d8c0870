// Every phone model's file holds the whole account, and no name can put a setting of its own into it.
import t from 'tap'
import { phoneModels } from '#engine/records/phones/models.ts'
import { phoneBehind, phoneFilePath, phonePasswordOf } from '#engine/records/phones/secret.ts'

const ACCOUNT = {
  ...{ mac: '001565aabbcc', number: '8001', name: '前台', password: 'a-secret_A', host: 'sip.example.com', port: 5060 },
  ...{ secure: false, lang: 'zh' as const },
}

for (const model of phoneModels.values())
  t.test(`the file of ${model.label.en}`, async (t) => {
    const text = model.file(ACCOUNT)
    for (const value of ['8001', '前台', 'a-secret_A', 'sip.example.com', '5060']) t.match(text, value)
    t.match(model.fileName(ACCOUNT.mac), ACCOUNT.mac)
    t.not(model.file({ ...ACCOUNT, secure: true }), text, 'an encrypted phone is told so')
    const evil = model.file({ ...ACCOUNT, name: 'x\nSIP1 Register Addr  :evil\r\n<Proxy_1_>evil</Proxy_1_>&' })
    const lines = evil.split(/\r?\n/)
    t.equal(lines.length, text.split(/\r?\n/).length + (evil.includes('<?xml') ? 2 : 0))
    if (evil.includes('<?xml')) t.notMatch(evil, /<Proxy_1_>evil|[^;]&$/m)
    else t.notOk(lines.some((line) => line.startsWith('SIP1 Register Addr') && line.includes('evil')))
  })

t.test('a phone’s address and password are its own, and cannot be told from another’s', async (t) => {
  const path = phoneFilePath('s', { id: 'phone-1', model: 'yealink', mac: '001565aabbcc' })
  t.match(path, /^\/api\/phone-files\/phone-1\.[\w-]{32}\/001565aabbcc\.cfg$/)
  const token = path.split('/')[3] ?? ''
  t.equal(phoneBehind('s', token), 'phone-1')
  t.equal(phoneBehind('another', token), undefined)
  t.equal(phoneBehind('s', token.replace('phone-1', 'phone-2')), undefined)
  t.equal(phoneBehind('s', 'phone-1.'), undefined)
  t.not(phonePasswordOf('s', 'phone-1'), phonePasswordOf('s', 'phone-2'))
  t.notMatch(path, phonePasswordOf('s', 'phone-1'))
})
