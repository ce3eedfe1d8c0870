// Yealink: settings by name, a line each.
import { definePhoneModel, inLine } from '../model.ts'

export default definePhoneModel({
  name: 'yealink',
  label: { zh: '亿联（Yealink）', en: 'Yealink' },
  fileName: (mac) => `${mac}.cfg`,
  contentType: 'text/plain; charset=utf-8',
  file: ({ number, name, password, host, port, secure, lang }) =>
    [
      '#!version:1.0.0.1',
      'account.1.enable = 1',
      `account.1.label = ${inLine(number)}`,
      `account.1.display_name = ${inLine(name)}`,
      `account.1.user_name = ${inLine(number)}`,
      `account.1.auth_name = ${inLine(number)}`,
      `account.1.password = ${inLine(password)}`,
      `account.1.sip_server.1.address = ${inLine(host)}`,
      `account.1.sip_server.1.port = ${port}`,
      `account.1.sip_server.1.transport_type = ${secure ? 2 : 0}`,
      `account.1.srtp_encryption = ${secure ? 1 : 0}`,
      // keys as RFC 4733 events
      'account.1.dtmf.type = 1',
      `lang.gui = ${lang === 'zh' ? 'Chinese_S' : 'English'}`,
      '',
    ].join('\n'),
})
