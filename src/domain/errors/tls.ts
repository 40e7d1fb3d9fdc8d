/** Encrypted connections that do not come about (DB-TLS), to whichever service. */
import type { ErrorEntry } from './entry.ts';

export const tlsErrors = {
  'DB-TLS-001': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Chứng thư của máy chủ {where} không được tin cậy: {reason}',
      remedy:
        'CA riêng: Cổng đặt `PORTAL_CA_FILE`, Redis đặt `REDIS_CA_FILE`, PostgreSQL thêm `sslrootcert=/đường-dẫn/ca.pem` vào địa chỉ. Hết hạn: đề nghị đơn vị quản lý máy chủ cấp lại. Sai tên: dùng đúng tên máy ghi trong chứng thư. Chưa gửi gì, chưa mất gì; sửa xong tự chạy tiếp.',
    },
    en: {
      cause: 'The certificate of the server {where} is not trusted: {reason}',
      remedy:
        'An own CA: set `PORTAL_CA_FILE` for the portal, `REDIS_CA_FILE` for Redis, add `sslrootcert=/path/ca.pem` to the address of a PostgreSQL. Expired: ask whoever runs the server for a new one. Wrong name: use the host name that the certificate is for. Nothing was sent, nothing is lost; it goes on by itself once mended.',
    },
  },
  'DB-TLS-002': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Máy chủ {where} không nhận chứng thư của Dongbo, hoặc đòi mà Dongbo không có: {reason}',
      remedy:
        'Đặt chứng thư và khóa mà máy chủ ấy chấp nhận: Cổng `PORTAL_CLIENT_CERT_FILE` và `PORTAL_CLIENT_KEY_FILE`, Redis `REDIS_CLIENT_CERT_FILE` và `REDIS_CLIENT_KEY_FILE`, PostgreSQL `sslcert=…&sslkey=…` trong địa chỉ; xem hạn dùng bằng `dongbo doctor --offline`. Không mất gì.',
    },
    en: {
      cause:
        'The server {where} does not accept the certificate of Dongbo, or asks for one that it has not: {reason}',
      remedy:
        'Give the certificate and key that this server accepts: for the portal `PORTAL_CLIENT_CERT_FILE` and `PORTAL_CLIENT_KEY_FILE`, for Redis `REDIS_CLIENT_CERT_FILE` and `REDIS_CLIENT_KEY_FILE`, for PostgreSQL `sslcert=…&sslkey=…` in the address; `dongbo doctor --offline` tells when it ends. Nothing is lost.',
    },
  },
  'DB-TLS-003': {
    class: 'retry',
    actor: 'operator',
    exit: 69,
    vi: {
      cause: 'Không lập được kết nối TLS với máy chủ {where}: {reason}',
      remedy:
        'Dongbo chỉ dùng TLS 1.2 trở lên. Kiểm tra máy chủ có bật TLS ở cổng này không (`https://`, `rediss://`, `sslmode`), có phiên bản TLS đủ mới không, và có đòi chứng thư của máy khách không. Không mất gì.',
    },
    en: {
      cause: 'No TLS connection to the server {where} comes about: {reason}',
      remedy:
        'Dongbo uses TLS 1.2 or newer only. See whether the server speaks TLS on this port (`https://`, `rediss://`, `sslmode`), whether its TLS is new enough, and whether it asks for a client certificate. Nothing is lost.',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
