// Upload with progress: fetch cannot tell how far it is, XMLHttpRequest can.
import type { ApiError } from '#engine/protocol/api.ts'
import { ApiFailure } from './client.ts'

const BROKEN: ApiError = {
  refusal: 'unexpected',
  message: { zh: '上传中断，请检查网络后重试', en: 'The upload was cut off: check the network and try again' },
}

export function upload<T>(
  path: string,
  file: Blob,
  onProgress: (share: number) => void,
  method: 'POST' | 'PUT' = 'POST',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => reject(new ApiFailure(0, BROKEN))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(JSON.parse(request.responseText) as T)
      try {
        reject(new ApiFailure(request.status, JSON.parse(request.responseText) as ApiError))
      } catch {
        reject(new ApiFailure(request.status, BROKEN))
      }
    }
    request.send(file)
  })
}
