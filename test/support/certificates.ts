/**
 * Certificates made by openssl for one test file: an own authority, server and client certificates, and those
 * that must be refused. Everything lies in a temporary folder; nothing of it is trusted by anybody else.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate with its key, as files and as texts. */
export interface Pair {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

/** See the head of this file. */
export interface Certificates {
  readonly folder: string;
  readonly ca: Pair;
  /** An authority that signed nothing here. */
  readonly otherCa: Pair;
  /** For `localhost` and 127.0.0.1. */
  readonly server: Pair;
  /** For another name only. */
  readonly otherName: Pair;
  readonly expired: Pair;
  readonly client: Pair;
  /** Signed by the other authority. */
  readonly otherClient: Pair;
  remove(): Promise<void>;
}

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes them all, in some hundred milliseconds. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'dongbo-certificates-'));
  const fileOf = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  const pairOf = async (name: string): Promise<Pair> => {
    const [certFile, keyFile] = [fileOf(`${name}.pem`), fileOf(`${name}.key`)];
    return {
      certFile,
      keyFile,
      cert: await readFile(certFile, 'utf8'),
      key: await readFile(keyFile, 'utf8'),
    };
  };
  const authority = async (name: string): Promise<Pair> => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    await openssl('req', '-x509', ...CURVE, ...files, '-days', '3', '-subj', `/CN=Dongbo test ${name}`);
    return pairOf(name);
  };
  const signed = async (name: string, ca: string, days: string, names: string): Promise<Pair> => {
    const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=dongbo'];
    await openssl('req', ...CURVE, ...request, '-addext', `subjectAltName=${names}`);
    const by = [
      '-CA',
      `${ca}.pem`,
      '-CAkey',
      `${ca}.key`,
      '-set_serial',
      `0x${Buffer.from(name).toString('hex')}`,
    ];
    const files = ['-in', `${name}.csr`, '-out', `${name}.pem`];
    await openssl('x509', '-req', ...by, ...files, '-days', days, '-copy_extensions', 'copy');
    return pairOf(name);
  };
  const here = 'DNS:localhost,IP:127.0.0.1';
  const [ca, otherCa] = await Promise.all([authority('ca'), authority('other-ca')]);
  const [server, otherName, expired, client, otherClient] = await Promise.all([
    signed('server', 'ca', '2', here),
    signed('other-name', 'ca', '2', 'DNS:ss.tinh-mau.example'),
    signed('expired', 'ca', '-1', here),
    signed('client', 'ca', '2', 'DNS:dongbo.tinh-mau.example'),
    signed('other-client', 'other-ca', '2', 'DNS:dongbo.tinh-mau.example'),
  ]);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  return { folder, ca, otherCa, server, otherName, expired, client, otherClient, remove };
}
