/** The mapping tables: sound in themselves, and in keeping with the national catalogue. */
import { resolve } from 'node:path';
import { checkTargets } from '../../codebook/check-targets.ts';
import { checkMappings } from '../../codebook/load-mappings.ts';
import { formatFault } from '../../codebook/mapping-fault.ts';
import { MAPPING_FILES } from '../../codebook/mapping-tables.ts';
import type { IsoDay } from '../../domain/codes.ts';
import { catalogueAge, catalogueSnapshot } from '../../ledger/catalogue-snapshot.ts';
import { well, words, wrong } from './finding.ts';
import { type Check, Skip } from './room.ts';

/** So many faults are told; `dongbo mapping check` has them all. */
const TOLD = 10;
const AHEAD_MS = 7 * 3_600_000;

/** The files alone. */
export const mappingsCheck: Check = {
  name: 'mappings',
  title: words('Bảng ánh xạ', 'Mapping tables'),
  offline: true,
  async run({ config, settings }) {
    const dir = resolve(config.MAPPINGS_DIR);
    const { faults } = checkMappings(dir, config.SOURCE_KIND);
    const count = faults.length;
    if (count === 0)
      return well(words(`${MAPPING_FILES.length} tệp, không lỗi`, `${MAPPING_FILES.length} files, no fault`));
    return wrong('failed', 'DB-MAP-001', words(`${count} lỗi`, `${count} faults`), {
      params: { count, dir },
      details: faults.slice(0, TOLD).map((fault) => formatFault(fault, settings.language)),
    });
  },
};

/** Their national codes against the catalogue of the ledger. */
export const mappingTargetsCheck: Check = {
  name: 'mapping-targets',
  title: words('Bảng ánh xạ: khớp danh mục', 'Mapping tables: in the catalogue'),
  async run(room) {
    const { config, settings } = room;
    const { tables } = checkMappings(resolve(config.MAPPINGS_DIR), config.SOURCE_KIND);
    if (tables === null) throw new Skip(words('bảng ánh xạ có lỗi', 'the mapping tables are faulty'));
    const ledger = await room.ledger();
    if ((await catalogueAge(ledger)).procedures === 0)
      throw new Skip(words('sổ chưa có danh mục', 'the ledger has no catalogue'));
    const today = new Date(settings.now() + AHEAD_MS).toISOString().slice(0, 10) as IsoDay;
    const faults = checkTargets(tables, await catalogueSnapshot(ledger), today);
    const count = faults.length;
    if (count === 0) return well(words('mọi mã đều có trong danh mục', 'every code is in the catalogue'));
    return wrong('warning', 'DB-DOC-019', words(`${count} dòng`, `${count} rows`), {
      params: { count },
      details: faults.slice(0, TOLD).map((fault) => formatFault(fault, settings.language)),
    });
  },
};
