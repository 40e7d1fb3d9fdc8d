/** Settings of the intake: what would put personal data on a network in the clear, or let anybody in, is refused. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unprotected } from '../../src/compose/doctor/encryption.ts';
import { parseConfig } from '../../src/config.ts';
import { DongboError } from '../../src/domain/errors.ts';
import { tokensOf } from '../../src/source/intake/tokens.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';

let made: Certificates;
beforeAll(async () => {
  made = await makeCertificates();
});
afterAll(() => made?.remove());

/** Names of the settings that are faulty. */
function faultsOf(settings: Readonly<Record<string, string>>): string[] {
  try {
    parseConfig(settings);
    return [];
  } catch (error) {
    if (!(error instanceof DongboError)) throw error;
    for (const line of error.details) {
      expect(line).toMatch(/ \/ /);
      expect(line).not.toContain('bi-mat');
    }
    return error.details.map((line) => /^[A-Z_, ]+/.exec(line)?.[0].trim() ?? line);
  }
}

it('an address beyond this machine needs TLS, its own or that of a proxy', () => {
  for (const host of ['0.0.0.0', '::', '10.1.2.3', 'may-chu']) {
    expect(faultsOf({ INTAKE_HOST: host })).toEqual(['INTAKE_HOST']);
    expect(faultsOf({ INTAKE_HOST: host, INTAKE_BEHIND_PROXY: 'true' })).toEqual([]);
    const pair = { INTAKE_CERT_FILE: made.server.certFile, INTAKE_KEY_FILE: made.server.keyFile };
    expect(faultsOf({ INTAKE_HOST: host, ...pair })).toEqual([]);
  }
  for (const host of ['127.0.0.1', '::1', 'localhost']) expect(faultsOf({ INTAKE_HOST: host })).toEqual([]);
});

it('certificate and key go together, and belong together', () => {
  const { server, otherName } = made;
  expect(faultsOf({ INTAKE_CERT_FILE: server.certFile })).toEqual(['INTAKE_CERT_FILE, INTAKE_KEY_FILE']);
  expect(faultsOf({ INTAKE_CERT_FILE: server.certFile, INTAKE_KEY_FILE: otherName.keyFile })).toEqual([
    'INTAKE_KEY_FILE',
  ]);
  expect(faultsOf({ SOURCE_CLIENT_CERT_FILE: server.certFile })).toEqual([
    'SOURCE_CLIENT_CERT_FILE, SOURCE_CLIENT_KEY_FILE',
  ]);
  expect(faultsOf({ SOURCE_CA_FILE: '/nowhere/ca.pem' })).toEqual(['SOURCE_CA_FILE']);
});

it('tokens that can be guessed are refused, each of them, and none is shown', () => {
  const long = 'ma-truy-cap-bi-mat-du-dai-01';
  const with_ = (SOURCE_TOKEN: string) => faultsOf({ SOURCE_KIND: 'intake', SOURCE_TOKEN });
  expect(with_(long)).toEqual([]);
  expect(with_(`${long}, ${long}2`)).toEqual([]);
  expect(with_('bi-mat')).toEqual(['SOURCE_TOKEN']);
  expect(with_(`${long},bi-mat`)).toEqual(['SOURCE_TOKEN']);
  // A service of the province has the tokens that it has.
  expect(faultsOf({ SOURCE_KIND: 'rest', SOURCE_TOKEN: 'bi-mat' })).toEqual([]);
  expect(faultsOf({ SOURCE_KIND: 'rest', SOURCE_TOKEN: 'bi-mật' })).toEqual(['SOURCE_TOKEN']);
  expect(tokensOf(` ${long},\n${long}2 `)).toEqual([long, `${long}2`]);
});

it('the doctor tells of a service that is read in the clear beyond this machine', () => {
  const of = (SOURCE_URL: string) =>
    unprotected({ DATABASE_URL: null, REDIS_URL: null, SOURCE_URL }, undefined);
  expect(of('http://mot-cua.tinh-mau.example/api')).toEqual([expect.stringMatching(/^SOURCE_URL: /)]);
  expect(of('https://mot-cua.tinh-mau.example/api')).toEqual([]);
  expect(of('http://127.0.0.1:8080/api')).toEqual([]);
});
