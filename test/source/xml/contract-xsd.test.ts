/** docs/source.xsd is the source contract, and other people's validators read it as ours does. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { CONTRACT_VIEWS } from '../../../src/codebook/source-map/default-source-map.ts';
import { PART_NAMES, VIEW_FIELDS, VIEW_NAMES } from '../../../src/domain/source-fields.ts';
import { CONTRACT_SCHEMA } from '../../../src/source/xml/contract-schema.ts';
import { openSchema } from '../../../src/source/xml/schema.ts';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../../support/source-rows.ts';
import { documentXml } from './written-dossier.ts';

interface Declared {
  readonly '@name': string;
  readonly '@type': string;
  readonly '@minOccurs'?: string;
  readonly 'xs:annotation'?: { readonly 'xs:documentation': readonly { readonly '#text': string }[] };
}
interface ComplexType {
  readonly '@name': string;
  readonly 'xs:sequence': { readonly 'xs:element': readonly Declared[] };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => ['xs:complexType', 'xs:documentation'].includes(name),
});
const xsd = parser.parse(readFileSync(CONTRACT_SCHEMA.file, 'utf8'))['xs:schema'];
const types = new Map(
  (xsd['xs:complexType'] as ComplexType[]).map((type) => [type['@name'], type['xs:sequence']['xs:element']]),
);
const dossier = types.get('HoSo') ?? [];
const typeOf = (element: string): readonly Declared[] =>
  types.get(dossier.find((one) => one['@name'] === element)?.['@type'] ?? '') ?? [];

describe('docs/source.xsd', () => {
  it.each(VIEW_NAMES)(
    'has the columns of %s, the needed ones needed, each explained in both languages',
    (name) => {
      const { from, columns } = CONTRACT_VIEWS[name];
      const needs: Readonly<Record<string, string>> = VIEW_FIELDS[name];
      const declared = name === 'dossiers' ? dossier.slice(0, -PART_NAMES.length) : typeOf(from);
      expect(
        declared.map((one) => [one['@name'], one['@minOccurs'] === '0' ? 'optional' : 'needed']),
      ).toEqual(
        Object.entries<string>(columns)
          .filter(([field]) => name === 'dossiers' || field !== 'dossierCode')
          .map(([field, column]) => [column, needs[field]]),
      );
      for (const one of declared) expect(one['xs:annotation']?.['xs:documentation']).toHaveLength(2);
    },
  );

  it('has the parts behind the dossier’s own columns', () => {
    expect(dossier.slice(-PART_NAMES.length).map((one) => one['@name'])).toEqual(
      PART_NAMES.map((name) => CONTRACT_VIEWS[name].from),
    );
  });
});

/** Documents, each with whether the contract has them so. */
const full = documentXml([
  aDossier(
    {},
    {
      components: [aComponent()],
      results: [aResult()],
      steps: [aStep()],
      fees: [aFee()],
      supplements: [aSupplement()],
    },
  ),
]);
const SAMPLES: readonly (readonly [name: string, isSound: boolean, text: string])[] = [
  ['everything', true, full],
  ['no dossiers', true, '<dongbo/>'],
  ['an empty needed element', true, full.replace('<kenh>2</kenh>', '<kenh/>')],
  ['no needed element', false, full.replace('<kenh>2</kenh>', '')],
  ['another order', false, full.replace(/(<ma_tthc>.*<\/ma_tthc>)\n([\s\S]*)(<\/dongbo_ho_so>)/, '$2$1$3')],
  ['a part without id', false, full.replace('<id>7</id>', '')],
  ['an unknown element', false, full.replace('<kenh>', '<khac/><kenh>')],
  ['a namespace', false, full.replace('<dongbo ', '<dongbo xmlns="urn:x" ')],
];

describe('xmllint and Dongbo agree', () => {
  it('that the XSD is one', () => {
    const XSD_OF_XSD = ['--noout', '--nonet', '--schema', CONTRACT_SCHEMA.file, '-'];
    expect(() => execFileSync('xmllint', XSD_OF_XSD, { input: '<dongbo/>', stdio: 'pipe' })).not.toThrow();
  });

  it.each(SAMPLES)('on a document with %s', async (_name, isSound, text) => {
    const schema = await openSchema(CONTRACT_SCHEMA);
    const ours = schema.faultsOf({ text, line: 1 });
    schema.close();
    expect(ours.length === 0).toBe(isSound);
    const words = ['--noout', '--nonet', '--schema', CONTRACT_SCHEMA.file, '-'];
    let theirs = '';
    try {
      execFileSync('xmllint', words, { input: text, stdio: 'pipe' });
    } catch (error) {
      theirs = String((error as { stderr: unknown }).stderr);
    }
    const lines = [...theirs.matchAll(/^-:(\d+): element/gm)].map(([, line]) => Number(line));
    expect(lines).toEqual(ours.map(({ line }) => line));
  });
});
