// Policy files for desktops that are managed: a page cannot lock a USB port, the desktop can. Pure.
export interface PolicyFile {
  name: string
  /** for whom it is */
  system: string
  content: string
}

/** https://chromeenterprise.google/policies/ */
const browser = (origin: string): string =>
  JSON.stringify(
    {
      PrintingEnabled: false,
      DownloadRestrictions: 3,
      DeveloperToolsAvailability: 2,
      ScreenCaptureAllowed: false,
      AllowFileSelectionDialogs: false,
      BrowserSignin: 0,
      IncognitoModeAvailability: 1,
      DefaultClipboardSetting: 2,
      AudioCaptureAllowedUrls: [origin],
      URLBlocklist: ['file://*'],
      HomepageLocation: origin,
    },
    null,
    2,
  )

/** storage is refused, keyboards, mice and headsets stay */
const USBGUARD = `# /etc/usbguard/rules.conf
allow with-interface one-of { 03:*:* 01:*:* 0e:*:* }
allow with-interface equals { 09:00:* }
reject with-interface one-of { 08:*:* 06:*:* }
block
`
const UDEV = `# /etc/udev/rules.d/90-tinglan-usb-storage.rules
ACTION=="add", SUBSYSTEM=="usb", ENV{ID_USB_INTERFACES}=="*:08*", RUN+="/bin/sh -c 'echo 0 > /sys$devpath/authorized'"
`
/** UTF-16 is not needed for these signs; lines end as Windows wants them */
const REGISTRY = [
  'Windows Registry Editor Version 5.00',
  '',
  '; USB storage does not start',
  '[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\USBSTOR]',
  '"Start"=dword:00000004',
  '',
  '; no removable storage of any class',
  '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\RemovableStorageDevices]',
  '"Deny_All"=dword:00000001',
  '',
].join('\r\n')

export const policyFiles = (origin: string): PolicyFile[] => [
  { name: 'tinglan-chromium.json', system: 'Chromium / Chrome / Edge', content: `${browser(origin)}\n` },
  { name: 'tinglan-usbguard.conf', system: 'Linux (usbguard)', content: USBGUARD },
  { name: '90-tinglan-usb-storage.rules', system: 'Linux (udev)', content: UDEV },
  { name: 'tinglan-usb.reg', system: 'Windows', content: REGISTRY },
]
