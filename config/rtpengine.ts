// rtpengine's configuration from our settings: userspace, loopback control, pcap recording (facts.md).
import type { Settings } from './settings.ts'

/** Text of rtpengine.conf. */
export function renderRtpengine(settings: Settings, recordingDir: string): string {
  const { host, advertise, control, ng, cli, http, dtmf, redis, portMin, portMax } = settings.rtpengine
  return `[rtpengine]
table = -1
interface = ${advertise ? `${host}!${advertise}` : host}
listen-ng = ${control}:${ng}
${cli ? `listen-cli = ${control}:${cli}\n` : ''}${http ? `listen-http = ${control}:${http}\n` : ''}port-min = ${portMin}
port-max = ${portMax}
timeout = 3600
silent-timeout = 3600
offer-timeout = 300
delete-delay = 0
tos = 184
redis = ${settings.secrets.redisPassword}@127.0.0.1:${redis}/1
no-redis-required = true
redis-connect-timeout = 300
redis-cmd-timeout = 300
redis-allowed-errors = 2
redis-disable-time = 5
recording-dir = ${recordingDir}
recording-method = pcap
recording-format = eth
dtmf-log-dest = ${control}:${dtmf}
log-level = 5
foreground = true
log-stderr = true
num-threads = 4
`
}
