/**
 * A PostgreSQL on a TCP port of 127.0.0.1 that speaks TLS with certificates of the test's own (the embedded one
 * listens on a socket, where PostgreSQL offers none).
 * Guarantees: ended with the process that started it; its folder is gone after `close`.
 */
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { packageFolder, runnableBinaries } from '../../src/embedded/binaries.ts';
import { preparePlace } from '../../src/embedded/place.ts';
import { ensureCluster, SUPERUSER } from '../../src/embedded/server.ts';
import type { Certificates, Pair } from './certificates.ts';
import { freePort } from './redis-server.ts';
import { waitFor } from './wait-for.ts';

/** See the head of this file. */
export interface TlsPostgres {
  readonly port: number;
  /** Of the database `postgres`; @param parameters behind the `?` */
  url(parameters: string, host?: string): string;
  /** Shows another certificate from now on, and asks for ours or not. */
  show(pair: Pair, mutual?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Until the server on `port` shows `pair`. */
async function untilShown(port: number, pair: Pair): Promise<void> {
  const wanted = new X509Certificate(pair.cert).fingerprint256;
  const shown = async (): Promise<boolean> => {
    const options = { port, host: '127.0.0.1', ALPNProtocols: ['postgresql'], rejectUnauthorized: false };
    const socket = tls.connect(options);
    try {
      await once(socket, 'secureConnect');
      return socket.getPeerX509Certificate()?.fingerprint256 === wanted;
    } finally {
      socket.destroy();
    }
  };
  await waitFor(shown, { what: 'the new certificate' });
}

/** Starts one that shows `made.server`. */
export async function tlsPostgres(made: Certificates): Promise<TlsPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dongbo-tls-postgres-'));
  await chmod(dataDir, 0o755);
  const place = await preparePlace(dataDir);
  const folder = packageFolder(process.platform, process.arch);
  const binaries = await runnableBinaries(folder, place.home, place.account, () => {});
  await ensureCluster(place, binaries, false);
  const fileOf = async (name: string, text: string): Promise<string> => {
    const file = join(place.home, name);
    await writeFile(file, text, { mode: 0o600 });
    if (place.account) await chown(file, place.account.uid, place.account.gid);
    return file;
  };
  const hbaOf = (mutual: boolean): string =>
    `hostssl all all 127.0.0.1/32 trust ${mutual ? 'clientcert=verify-ca' : ''}\n`;
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=off',
    'ssl=on',
    `ssl_cert_file=${await fileOf('server.pem', made.server.cert)}`,
    `ssl_key_file=${await fileOf('server.key', made.server.key)}`,
    `ssl_ca_file=${await fileOf('ca.pem', made.ca.cert)}`,
    `hba_file=${await fileOf('hba.conf', hbaOf(false))}`,
  ];
  const child = spawn(
    binaries.postgres,
    ['-D', place.data, ...settings.flatMap((setting) => ['-c', setting])],
    {
      cwd: place.home,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
      ...(place.account ? { uid: place.account.uid, gid: place.account.gid } : {}),
    },
  );
  // Should this process be killed, the pipe closes and the watcher ends the server.
  const watcher = spawn('/bin/sh', ['-c', 'cat > /dev/null; kill -INT "$0"', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  for (const one of [child, watcher]) one.unref();
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
  return {
    port,
    url: (parameters, host = 'localhost') =>
      `postgres://${SUPERUSER}:bi-mat@${host}:${port}/postgres?${parameters}`,
    async show(pair, mutual = false) {
      await fileOf('server.pem', pair.cert);
      await fileOf('server.key', pair.key);
      await fileOf('hba.conf', hbaOf(mutual));
      child.kill('SIGHUP');
      await untilShown(port, pair);
    },
    async close() {
      watcher.kill('SIGKILL');
      const over = once(child, 'exit');
      child.kill('SIGINT');
      await over;
      await rm(place.home, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
