/** A column that a file may lack: added where it is filled, kept where what comes in says nothing of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planImport } from '../../../../src/codebook/exchange/plan-import.ts';
import { writeTables } from '../../../../src/codebook/exchange/write-table.ts';
import { mappingsFolder } from '../mappings-folder.ts';
import { edited, fileWith, planOf, told } from './edit-workbook.ts';

const OLD = '\uFEFFName,date\r\n"Quốc khánh",2026-09-02\r\nTết,2026-01-01\r\n';
const NEW = 'date,name,working\n2026-08-22,Làm bù,1\n2026-08-31,Nghỉ hoán đổi,\n';

const imported = async (dir: string, path: string): Promise<string> => {
  const plan = await planImport(dir, path);
  expect(told(plan)).toEqual([]);
  await writeTables(
    dir,
    plan.tables.map(({ before, difference }) => ({ before, rows: difference.rows })),
  );
  return readFileSync(join(dir, 'holidays.csv'), 'utf8');
};

describe('a file of before, without `working`', () => {
  it('stays as it is, byte for byte, while no row fills it', async () => {
    const dir = mappingsFolder({ 'holidays.csv': OLD });
    const path = await edited(dir, (sheet) => sheet('holidays').addRow(['2026-04-30', 'Ngày Chiến thắng']));
    expect(await imported(dir, path)).toBe(`${OLD}Ngày Chiến thắng,2026-04-30\r\n`);
  });

  it('gets it with the first row that is worked', async () => {
    const dir = mappingsFolder({ 'holidays.csv': OLD });
    const path = await edited(dir, (sheet) => sheet('holidays').addRow(['2026-08-22', 'Làm bù', 1]));
    expect(await imported(dir, path)).toBe(
      '\uFEFFname,date,working\r\nQuốc khánh,2026-09-02,\r\nTết,2026-01-01,\r\nLàm bù,2026-08-22,1\r\n',
    );
  });
});

describe('a file with it', () => {
  it('keeps what is in it where a workbook or CSV file of before comes in', async () => {
    const dir = mappingsFolder({ 'holidays.csv': NEW });
    const without = await edited(dir, (sheet) => sheet('holidays').spliceColumns(3, 1));
    expect(await imported(dir, without)).toBe(NEW);
    const csv = 'date;name\n2026-08-22;Làm bù thứ bảy\n2026-08-31;Nghỉ hoán đổi\n';
    expect(await imported(dir, fileWith(csv, 'holidays.csv'))).toBe(
      NEW.replace('Làm bù,', 'Làm bù thứ bảy,'),
    );
  });

  it('loses a mark that is taken out, and refuses one on a Monday at its cell', async () => {
    const dir = mappingsFolder({ 'holidays.csv': NEW });
    const plan = await planOf(dir, (sheet) => {
      sheet('holidays').getCell('C3').value = '1';
    });
    expect(told(plan)).toEqual(['Ngày nghỉ (holidays)!C3 DB-MAP-049']);
    const path = await edited(dir, (sheet) => {
      sheet('holidays').getCell('C2').value = null;
    });
    expect(await imported(dir, path)).toBe(NEW.replace('bù,1', 'bù,'));
  });
});
