/** Which word of TLS proves that a call was not read. */
import { describe, expect, it } from 'vitest';
import { isShutOut } from '../../../src/portal/adapter/shut-out.ts';

const LINE = { isNew: true, protocol: 'TLSv1.3', hasHeard: false };
const said = (code: string, reason = '') => ({ code, reason });
const REQUIRED = said('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');

describe('a call over a connection that seemed to stand', () => {
  it.each([
    REQUIRED,
    said('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'),
    said('EPROTO', '0A000412:SSL routines:ssl3_read_bytes:ssl/tls alert bad certificate:rec_layer_s3.c:909:'),
    said('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED'),
    said('ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED'),
    said('ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN'),
    said('ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE'),
    said('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
  ])('was not read where the server refused our certificate: $code', (word) => {
    expect(isShutOut(LINE, word)).toBe(true);
  });

  it.each([
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
    'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
    'CERT_HAS_EXPIRED',
    'ECONNRESET',
  ])('may have been read where it ended by %s', (code) => {
    expect(isShutOut(LINE, said(code))).toBe(false);
  });

  it.each([
    ['a connection that carried a call before', { isNew: false }],
    ['a connection by which an answer came', { hasHeard: true }],
    ['TLS 1.2, which may ask for a certificate in the middle', { protocol: 'TLSv1.2' }],
    ['a connection of which nothing is known', { protocol: null }],
  ])('may have been read over %s', (_what, seen) => {
    expect(isShutOut({ ...LINE, ...seen }, REQUIRED)).toBe(false);
  });
});
