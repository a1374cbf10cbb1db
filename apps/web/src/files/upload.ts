/** Uploads one file with progress; `fetch` cannot tell how much it has sent. */
import { ApiError, type ApiErrorCode, type Problem } from '@/graphql/error';

export interface UploadedFile {
  readonly id: string;
  readonly name: string;
}

/**
 * Sends a file to a project. Rejects with `ApiError`, or with an `AbortError` when `signal` is aborted.
 * @param onProgress gets the share that is sent, 0…1
 */
export function uploadFile(
  slug: string,
  file: File,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<UploadedFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/files/${encodeURIComponent(slug)}`);
    request.setRequestHeader('X-Batchyard-Request', '1');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () =>
      reject(
        new ApiError('UNAVAILABLE', 'The upload was cut off. Is Batchyard running, and are you online?'),
      );
    request.onabort = () => reject(new DOMException('Stopped.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

interface UploadAnswer {
  readonly files?: readonly UploadedFile[];
  readonly code?: ApiErrorCode;
  readonly message?: string;
  readonly problems?: readonly Problem[];
}

function settle(
  { status, response }: XMLHttpRequest,
  resolve: (file: UploadedFile) => void,
  reject: (error: Error) => void,
): void {
  const { files, code, message, problems } = (response ?? {}) as UploadAnswer;
  const uploaded = files?.[0];
  if (status === 201 && uploaded) resolve(uploaded);
  else
    reject(new ApiError(code ?? 'INTERNAL', message ?? `The file was not accepted (${status}).`, problems));
}
