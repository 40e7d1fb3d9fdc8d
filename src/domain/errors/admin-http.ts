/** What the admin HTTP answers whom it does not serve (DB-SVC). */
import type { ErrorEntry } from './entry.ts';

export const adminHttpErrors = {
  'DB-SVC-024': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Địa chỉ theo dõi đòi mã, yêu cầu không có hoặc sai mã',
      remedy:
        'Gửi tiêu đề `Authorization: Bearer <mã>` với mã của `ADMIN_TOKEN`; ở Prometheus đặt `authorization` với `credentials_file`.',
    },
    en: {
      cause: 'The admin address asks for a token; the request has none, or a wrong one',
      remedy:
        'Send the header `Authorization: Bearer <token>` with the token of `ADMIN_TOKEN`; in Prometheus set `authorization` with `credentials_file`.',
    },
  },
  'DB-SVC-025': {
    class: 'stop',
    actor: 'operator',
    exit: 1,
    vi: {
      cause: 'Địa chỉ theo dõi không có đường dẫn này',
      remedy: 'Dùng `/metrics`, `/healthz` hoặc `/readyz`, bằng GET.',
    },
    en: {
      cause: 'The admin address has no such path',
      remedy: 'Use `/metrics`, `/healthz` or `/readyz`, by GET.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
