/** Drivers that are not there, and what is made of the words of those that are. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import { DRIVERS, type DriverName, loadDriver } from '../../../src/source/sql/driver.ts';
import { mysqlVerdict } from '../../../src/source/sql/mysql/verdict.ts';
import { openEngine } from '../../../src/source/sql/open-engine.ts';
import { oracleVerdict } from '../../../src/source/sql/oracle/verdict.ts';
import { sourceFailure } from '../../../src/source/sql/source-failure.ts';
import { sqlserverVerdict } from '../../../src/source/sql/sqlserver/verdict.ts';

describe('a driver', () => {
  it.each(Object.keys(DRIVERS) as DriverName[])(
    '%s that is not installed is told with the command that brings it',
    async (name) => {
      const absent = async (): Promise<never> => {
        throw new Error(`Cannot find package '${name}'`);
      };
      const error = await loadDriver(name, absent).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(DongboError);
      const told = error as DongboError;
      expect([told.code, told.exitCode, told.params.package]).toEqual([
        'DB-SRC-007',
        78,
        `${name}@${DRIVERS[name]}`,
      ]);
      expect(told.params.path).toBe(process.cwd());
    },
  );

  it.each(Object.keys(DRIVERS) as DriverName[])(
    '%s is here in the version that is told, and loads',
    async (name) => {
      const { optionalDependencies } = JSON.parse(await readFile('package.json', 'utf8'));
      expect(optionalDependencies[name]).toBe(DRIVERS[name]);
      expect(await loadDriver(name)).toBeTypeOf('object');
    },
  );

  it.each([
    'mysql://u:p@h/d',
    'mssql://u:p@h/d',
    'sqlserver://u:p@h/d',
    'oracle://u:p@h/d',
    'mariadb://u:p@h/d',
  ])('%s is opened without connecting, and says where it is', async (url) => {
    const engine = openEngine(url, 1_000);
    expect(engine.where).toMatch(/^h:(3306|1433|1521)\/d$/);
    await engine.close();
  });
});

describe('a parameter of SOURCE_URL', () => {
  it.each([
    ['mysql://u:p@h/d?ssl-mode=VERIFY_IDENTITY&sslmode=x', 'sslmode'],
    ['mssql://u:p@h/d?encrypt=maybe', 'encrypt'],
    ['mssql://u:p@h/d?Encrypt=true', 'Encrypt'],
    ['mssql://u:p@h/d?ca-file=/khong/co', 'ca-file'],
    ['oracle://u:p@h/d?ssl=true', 'ssl'],
  ])('%s that nobody knows is refused, and told without the password', (url, parameter) => {
    let error: unknown;
    try {
      openEngine(url, 1_000);
    } catch (reason) {
      error = reason;
    }
    expect(error).toMatchObject({ code: 'DB-SRC-008', exitCode: 78, params: { parameter } });
  });
});

describe('what a server says', () => {
  const tedious = (number: number, message: string, code = 'EREQUEST') =>
    Object.assign(new Error(message), { number, code });
  const oracle = (errorNum: number, message: string) =>
    Object.assign(new Error(`ORA-${String(errorNum).padStart(5, '0')}: ${message}`), {
      errorNum,
      code: `ORA-${String(errorNum).padStart(5, '0')}`,
    });
  const mysql = (errno: number, sqlState: string, sqlMessage: string, code: string) =>
    Object.assign(new Error(sqlMessage), { errno, sqlState, sqlMessage, code });

  it.each([
    [sqlserverVerdict, tedious(208, "Invalid object name 'dbo.ho_so'."), 'DB-SRC-005', 'ho_so'],
    [sqlserverVerdict, tedious(18456, "Login failed for user 'doc'.", 'ELOGIN'), 'DB-SRC-002', 'doc'],
    [sqlserverVerdict, tedious(40613, 'Database is not currently available.'), 'DB-SRC-001', 'available'],
    [
      sqlserverVerdict,
      Object.assign(new Error('Failed to connect to h:1433'), { code: 'ESOCKET' }),
      'DB-SRC-001',
      'h:1433',
    ],
    [oracleVerdict, oracle(942, 'table or view "MC"."HO_SO" does not exist'), 'DB-SRC-005', 'HO_SO'],
    [
      oracleVerdict,
      oracle(1017, 'invalid credential or not authorized; logon denied'),
      'DB-SRC-002',
      'denied',
    ],
    [
      oracleVerdict,
      oracle(12514, 'Cannot connect to database. Service X is not registered'),
      'DB-SRC-002',
      'Service',
    ],
    [oracleVerdict, oracle(3113, 'end-of-file on communication channel'), 'DB-SRC-001', 'end-of-file'],
    [
      oracleVerdict,
      Object.assign(new Error('NJS-503: connection to host h could not be established'), { code: 'NJS-503' }),
      'DB-SRC-001',
      'NJS-503',
    ],
    [
      mysqlVerdict,
      mysql(1146, '42S02', "Table 'mc.ho_so' doesn't exist", 'ER_NO_SUCH_TABLE'),
      'DB-SRC-005',
      'ho_so',
    ],
    [
      mysqlVerdict,
      mysql(1040, '08004', 'Too many connections', 'ER_CON_COUNT_ERROR'),
      'DB-SRC-001',
      'connections',
    ],
  ] as const)('is an error of the catalogue (%#)', (verdictOf, error, code, word) => {
    const told = sourceFailure(error, 'h:1/d', verdictOf);
    expect(told).toMatchObject({ code });
    expect((told as DongboError).message).toContain(word);
  });

  it.each([
    [
      sqlserverVerdict,
      tedious(245, "Conversion failed when converting the varchar value 'Nguyễn Kín' to data type int."),
    ],
    [sqlserverVerdict, tedious(50000, 'Nguyễn Kín (RAISERROR)')],
    [oracleVerdict, oracle(1722, "unable to convert string value containing 'Nguyễn Kín' to a number")],
    [oracleVerdict, oracle(20001, 'Nguyễn Kín')],
    [
      mysqlVerdict,
      mysql(1292, '22007', "Truncated incorrect DOUBLE value: 'Nguyễn Kín'", 'ER_TRUNCATED_WRONG_VALUE'),
    ],
    [mysqlVerdict, mysql(1644, '45000', 'Nguyễn Kín', 'ER_SIGNAL_EXCEPTION')],
  ] as const)('never brings a value of a row along (%#)', (verdictOf, error) => {
    const told = sourceFailure(error, 'h:1/d', verdictOf) as DongboError;
    expect(told.code).toBe('DB-SRC-005');
    expect(JSON.stringify([told.message, told.params, told.cause])).not.toContain('Kín');
  });
});
