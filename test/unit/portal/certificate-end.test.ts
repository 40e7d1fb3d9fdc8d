/** Which end of a file of certificates is told. */
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { certificateEnd } from '../../../src/portal/certificate-end.ts';
import { type Certificates, makeCertificates } from '../../support/certificates.ts';

let made: Certificates;
beforeAll(async () => {
  made = await makeCertificates();
});
afterAll(() => made?.remove());

const endOf = (pem: string): Date => new Date(new X509Certificate(pem).validTo);

it('is that of the certificate', () => {
  expect(certificateEnd(made.client.cert)).toEqual(endOf(made.client.cert));
  expect(endOf(made.client.cert).getTime()).toBeGreaterThan(Date.now());
});

it('is the earliest of a chain, wherever it stands, with keys and remarks between', () => {
  const { expired, client, ca } = made;
  for (const order of [
    [expired, client, ca],
    [ca, client, expired],
  ]) {
    const chain = order.map(({ cert, key }) => `# a remark\r\n${key}${cert}`).join('\n');
    expect(certificateEnd(chain)).toEqual(endOf(expired.cert));
  }
  expect(endOf(expired.cert).getTime()).toBeLessThan(Date.now());
});

it('is null where there is no certificate, and throws at one that is none', () => {
  expect(certificateEnd('')).toBeNull();
  expect(certificateEnd(made.client.key)).toBeNull();
  const broken = made.client.cert.replace(/\n[A-Za-z0-9+/]{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  expect(() => certificateEnd(`${made.ca.cert}${broken}`)).toThrow();
});
