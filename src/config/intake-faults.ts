/**
 * What is wrong with the settings of the intake as they stand together.
 * Guarantees: pushes of personal data never go over a network in the clear.
 */
import { isLoopback } from './loopback.ts';
import type { Config } from './settings.ts';

type Settings = Partial<
  Pick<Config, 'INTAKE_HOST' | 'INTAKE_CERT_FILE' | 'INTAKE_KEY_FILE' | 'INTAKE_BEHIND_PROXY'>
>;

/** Every fault, a line each; of a setting that is faulty in itself nothing more is said. */
export function intakeFaults({
  INTAKE_HOST: host = 'localhost',
  INTAKE_CERT_FILE: cert = null,
  INTAKE_KEY_FILE: key = null,
  INTAKE_BEHIND_PROXY: isBehindProxy = false,
}: Settings): string[] {
  const faults: string[] = [];
  if ((cert === null) !== (key === null))
    faults.push('INTAKE_CERT_FILE, INTAKE_KEY_FILE: chỉ đi cùng nhau / only together');
  if (!isLoopback(host) && cert === null && !isBehindProxy) {
    faults.push(
      `INTAKE_HOST ("${host}"): không chỉ là máy này, cần INTAKE_CERT_FILE và INTAKE_KEY_FILE, hoặc INTAKE_BEHIND_PROXY=true khi proxy phía trước lo TLS / not this machine alone: needs INTAKE_CERT_FILE and INTAKE_KEY_FILE, or INTAKE_BEHIND_PROXY=true where a proxy before it has TLS`,
    );
  }
  return faults;
}
