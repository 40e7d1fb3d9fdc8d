/**
 * The public catalogue of the simulated portal: what its web pages read, without login.
 * Guarantees: the shape of 1-portal-contract.md, section 4: pages by a cursor, newest id first,
 * procedures in force only, no codes of fees, agencies by name.
 * Must not: hold facts of its own; everything is made from the portal's catalogue.
 */
import { createHash } from 'node:crypto';
import { type NationalProcedure, SUBJECT_NAMES } from '../national-facts/procedure.ts';
import type { PortalCatalogue } from './portal-catalogue.ts';
import type { Fields } from './portal-store.ts';

const LIST = '/api/v1/submitting/formality/list-all-public-formality-by-citizen';
const DETAIL = '/api/v1/configuring/formality/get-formality-by-citizen';

/** Most entries a page, however many are asked for. */
const PAGE = 50;

const METHODS: Readonly<Record<string, string>> = { '1': 'DIRECT', '2': 'ONLINE', '3': 'POSTAL' };
const UNITS: Readonly<Record<string, string>> = { 'Ngày làm việc': 'WORKING_DAY', Ngày: 'DAY', Giờ: 'HOUR' };

/** Would the firewall take the caller for a script? */
export function isScript(userAgent: string | undefined): boolean {
  return !/^Mozilla\/\d/.test(userAgent ?? '');
}

/** Answers the two public calls. */
export class PublicCatalogue {
  private readonly catalogue: PortalCatalogue;

  constructor(catalogue: PortalCatalogue) {
    this.catalogue = catalogue;
  }

  /** Is there anything at this path? */
  serves(path: string): boolean {
    return path === LIST || path === DETAIL;
  }

  /** The answer's body. */
  answer(path: string, body: Fields): unknown {
    return { code: 'OK', data: path === LIST ? this.list(body) : this.detail(body), message: 'OK' };
  }

  private published(): { readonly id: string; readonly procedure: NationalProcedure }[] {
    return this.catalogue.content.procedures
      .filter(({ published }) => published)
      .map((procedure) => ({ id: idOf(procedure), procedure }))
      .sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  private list({ lastId, limit }: Fields): unknown {
    const all = this.published();
    const size = Math.min(PAGE, Math.max(1, Number(limit) || PAGE));
    const after = typeof lastId === 'string' && lastId !== '' ? lastId : '~';
    const page = all.filter(({ id }) => id < after).slice(0, size);
    return {
      items: page.map(({ id, procedure }) => ({
        id,
        name: procedure.name,
        code: procedure.code,
        codeNotation: procedure.code,
        categories: [procedure.sector.name],
        departmentPromulgate: procedure.promulgator,
        state: stateOf(id),
        type: 'STANDARD',
      })),
      total: all.length,
      lastId: page.at(-1)?.id ?? '',
    };
  }

  private detail({ id }: Fields): unknown {
    const found = this.published().find((entry) => entry.id === id);
    return found === undefined ? null : describe(found.id, found.procedure);
  }
}

function idOf({ code }: NationalProcedure): string {
  const hex = createHash('sha256').update(code).digest('hex');
  return `019d2b${hex.slice(0, 2)}-${hex.slice(2, 6)}-7${hex.slice(6, 9)}-9${hex.slice(9, 12)}-${hex.slice(12, 24)}`;
}

/** Both states mean that it is in force: `UPDATED` once it has been changed. */
function stateOf(id: string): string {
  return /[0-7]$/.test(id) ? 'UPDATED' : 'ACTIVE';
}

function describe(id: string, procedure: NationalProcedure): unknown {
  const { code, name, sector, promulgator, terms, components, results, fees } = procedure;
  const papers = components.map(([paper, title]) => ({
    originalQty: 1,
    copyQty: 0,
    name: title,
    code: paper,
    attachments: [],
  }));
  const half = Math.ceil(papers.length / 2);
  return {
    id,
    code,
    codeNotation: code,
    name,
    executionMethods: terms.map(([channel, time, unit]) => ({
      submissionMethod: METHODS[channel] ?? channel,
      // Where it is no number, the portal writes a text.
      processingTime: Number.isNaN(Number(time)) ? time : Number(time),
      processingTimeUnit: UNITS[unit] ?? 'OTHER',
      description: '',
      fees: fees.map((value) => ({ type: 'FEE', value, currencyName: 'Việt Nam Đồng', description: '' })),
    })),
    executionCases: [
      { name: 'Giấy tờ phải nộp', profileComponents: papers.slice(0, half) },
      { name: 'Giấy tờ phải xuất trình', profileComponents: papers.slice(half) },
    ],
    state: stateOf(id),
    categoriesDetails: [sector],
    category: sector,
    resultsDetails: results.map(([result, title]) => ({ name: title, code: result })),
    departmentPromulgateCode: promulgator,
    subjectTypesDetails: procedure.subjects.map((subject) => ({
      name: SUBJECT_NAMES[subject],
      code: subject,
    })),
    cases: procedure.cases.map(([qty, unit], index) => ({
      name,
      code: `${code}.0${index + 1}`,
      processingDay: { qty: Number(qty), type: UNITS[unit] ?? 'OTHER' },
      profileComponents: [],
    })),
    fees: [],
    profileComponents: [],
  };
}
