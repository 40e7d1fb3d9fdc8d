/** Certificate files that the settings name: what is wrong with them is told at the start, in both languages. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { furtherCertificatesCheck } from '../../src/compose/doctor/certificates.ts';
import { type Room, Skip } from '../../src/compose/doctor/room.ts';
import { parseConfig } from '../../src/config.ts';
import { DongboError } from '../../src/domain/errors.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';

let made: Certificates;
let noPem: string;
let locked: string;
beforeAll(async () => {
  made = await makeCertificates();
  noPem = join(made.folder, 'no.pem');
  writeFileSync(noPem, 'xin chào');
  locked = join(made.folder, 'locked.key');
  const body = 'MIIBvDBWBgkqhkiG9w0BBQ0wSTAxBgkqhkiG9w0BBQwwJA==';
  writeFileSync(
    locked,
    `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${body}\n-----END ENCRYPTED PRIVATE KEY-----\n`,
  );
});
afterAll(() => made?.remove());

/** The faults told for these settings; each names its setting first and speaks both languages. */
function faultsOf(settings: Readonly<Record<string, string>>): string[] {
  try {
    parseConfig(settings);
    return [];
  } catch (error) {
    if (!(error instanceof DongboError)) throw error;
    expect([error.code, error.exitCode]).toEqual(['DB-CFG-001', 78]);
    for (const line of error.details) expect(line).toMatch(/ \/ /);
    return [...error.details];
  }
}

const REDISS = { REDIS_URL: 'rediss://redis.tinh-mau.example:6379' };

describe.each([
  ['PORTAL', {}],
  ['REDIS', REDISS],
])('files of %s', (service, more) => {
  const pair = (cert: string, key: string) =>
    faultsOf({ ...more, [`${service}_CLIENT_CERT_FILE`]: cert, [`${service}_CLIENT_KEY_FILE`]: key });

  it('are taken where they belong together', () => {
    expect(pair(made.client.certFile, made.client.keyFile)).toEqual([]);
    expect(faultsOf({ ...more, [`${service}_CA_FILE`]: made.ca.certFile })).toEqual([]);
    // Whether one has ended is for the doctor: the server may still hear us.
    expect(pair(made.expired.certFile, made.expired.keyFile)).toEqual([]);
  });

  it('that are not there, no PEM, another pair or locked are told, each with its setting', () => {
    const [missing] = faultsOf({ ...more, [`${service}_CA_FILE`]: '/nowhere/ca.pem' });
    expect(missing).toMatch(new RegExp(`^${service}_CA_FILE: .*ENOENT`));
    const [notPem] = faultsOf({ ...more, [`${service}_CA_FILE`]: noPem });
    expect(notPem).toMatch(new RegExp(`^${service}_CA_FILE .*PEM`));
    const [other] = pair(made.client.certFile, made.otherClient.keyFile);
    expect(other).toMatch(new RegExp(`^${service}_CLIENT_KEY_FILE .*${service}_CLIENT_CERT_FILE$`));
    for (const key of [locked, noPem])
      expect(pair(made.client.certFile, key)[0]).toMatch(new RegExp(`^${service}_CLIENT_KEY_FILE .*PEM`));
    expect(pair(noPem, '/nowhere/client.key')).toHaveLength(2);
  });
});

describe.each(['DATABASE_URL', 'SOURCE_URL'])('files in the address of %s', (name) => {
  const at = (parameters: string) => faultsOf({ [name]: `postgres://a:bi-mat@b/c?${parameters}` });

  it('are looked at in the same way, and the address is not shown', () => {
    const { ca, client, otherClient } = made;
    expect(at(`sslmode=verify-full&sslrootcert=${ca.certFile}`)).toEqual([]);
    expect(at(`sslcert=${client.certFile}&sslkey=${client.keyFile}`)).toEqual([]);
    const faults = [
      ...at('sslrootcert=/nowhere/ca.pem'),
      ...at(`sslcert=${client.certFile}&sslkey=${otherClient.keyFile}`),
    ];
    expect(faults).toEqual([
      expect.stringContaining(`${name} (sslrootcert): `),
      expect.stringContaining(`${name} (sslkey) `),
    ]);
    expect(faults.join()).not.toContain('bi-mat');
  });
});

it('a CA for a Redis that is spoken to plainly is refused: it would seem to be encrypted', () => {
  const settings = { REDIS_URL: 'redis://redis.tinh-mau.example:6379', REDIS_CA_FILE: made.ca.certFile };
  expect(faultsOf(settings)).toEqual([expect.stringContaining('REDIS_CA_FILE: ')]);
});

it('an environment that switches off the check of certificates is refused', () => {
  expect(faultsOf({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toEqual([
    expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED=0: '),
  ]);
  expect(faultsOf({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
});

describe('the doctor on certificates for Redis and the databases', () => {
  const found = (settings: Readonly<Record<string, string>>) =>
    furtherCertificatesCheck.run({
      config: parseConfig(settings),
      settings: { now: Date.now },
    } as unknown as Room);

  it('judges by the one that ends first, wherever it is named', async () => {
    const soon = { result: 'failed', code: 'DB-DOC-012', exit: 78 };
    // Those of the tests last for two or three days.
    expect(await found({ ...REDISS, REDIS_CA_FILE: made.ca.certFile })).toMatchObject(soon);
    const url = `postgres://a/b?sslrootcert=${made.ca.certFile}&sslcert=${made.expired.certFile}&sslkey=${made.expired.keyFile}`;
    for (const name of ['DATABASE_URL', 'SOURCE_URL'])
      expect(await found({ [name]: url })).toMatchObject({
        ...soon,
        params: { where: made.expired.certFile },
      });
    await expect(found({})).rejects.toBeInstanceOf(Skip);
  });
});
