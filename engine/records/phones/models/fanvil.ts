// Fanvil: a text of modules, a line each value.
import { definePhoneModel, inLine } from '../model.ts'

export default definePhoneModel({
  name: 'fanvil',
  label: { zh: '方位（Fanvil）', en: 'Fanvil' },
  fileName: (mac) => `${mac}.cfg`,
  contentType: 'text/plain; charset=utf-8',
  file: ({ number, name, password, host, port, secure }) => {
    const values: [string, string][] = [
      ['Phone Number', number],
      ['Display Name', name],
      ['Register Addr', host],
      ['Register Port', String(port)],
      ['Register User', number],
      ['Register Pswd', password],
      ['Enable Reg', '1'],
      // 0 UDP, 2 TLS
      ['Transport', secure ? '2' : '0'],
      ['Enable SRTP', secure ? '1' : '0'],
    ]
    return [
      '<<VOIP CONFIG FILE>>Version:2.0002',
      '',
      '<SIP CONFIG MODULE>',
      '--SIP Line List--  :',
      ...values.map(([key, value]) => `${`SIP1 ${key}`.padEnd(19)}:${inLine(value)}`),
      '<<END OF FILE>>',
      '',
    ].join('\r\n')
  },
})
