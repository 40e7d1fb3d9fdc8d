/**
 * Holds documents, or dossiers by themselves, to an XSD (libxml2, compiled to WebAssembly).
 * Guarantees: no network, no other file, no entity; memory is given back after each check; a fault names line,
 * element and what the XSD expects, never a value (invariant 10).
 */
import { readFile } from 'node:fs/promises';
import { DongboError, type ErrorCode, type ErrorParams, reasonOf } from '../../domain/errors.ts';
import type { Fragment, Slice } from './cut-dossiers.ts';
import type { DocumentFault } from './refusal.ts';

/** An XSD, and what it describes. */
export interface SchemaFile {
  readonly file: string;
  /** `document`: a root whose dossiers stand directly in it; `dossier`: the dossier's element alone is checked. */
  readonly of: 'document' | 'dossier';
}

/** An XSD, ready. */
export interface Schema {
  readonly of: SchemaFile['of'];
  /** What is wrong with this part, by lines of the whole document; empty = nothing. */
  faultsOf(part: Slice): readonly DocumentFault[];
  close(): void;
}

/** As many as help whoever mends the document. */
const MOST_FAULTS = 20;
const NAME = /^[\p{L}_][\p{L}\p{N}_.-]{0,63}$/u;
const XSD = { xs: 'http://www.w3.org/2001/XMLSchema' };

interface Complaint {
  readonly message: string;
  readonly line: number;
}

function bare(name: string): string {
  const local = name.replace(/^\{[^}]*\}/, '');
  return NAME.test(local) ? local : '…';
}

function told({ message }: Complaint, roots: readonly string[]): [ErrorCode, ErrorParams] {
  const field = bare(/^Element '([^']*)'/.exec(message)?.[1] ?? '');
  const named = /Expected is (?:one of )?\( (.*?) \)/.exec(message)?.[1]?.split(', ').map(bare);
  if (/No matching global/.test(message)) return ['DB-XML-024', { field, expected: roots.join(', ') }];
  const expected = named?.join(', ') ?? '—';
  if (/This element is not expected/.test(message)) return ['DB-XML-024', { field, expected }];
  if (/Missing child element/.test(message)) return ['DB-XML-025', { field, expected }];
  return ['DB-XML-026', { field }];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** The dossier as a document by itself: the namespaces declared around it come along. */
export function standAlone({ text, line, namespaces }: Fragment): Slice {
  const declared = Object.entries(namespaces).map(
    ([prefix, name]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escaped(name)}"`,
  );
  return { text: text.replace(/^<[^\s/>]+/, (start) => start + declared.join('')), line };
}

/** Opens an XSD. Throws DB-XML-003 (exit 78). */
export async function openSchema({ file, of }: SchemaFile): Promise<Schema> {
  // Only whoever checks documents has it compiled.
  const { ParseOption, XmlDocument, XmlElement, XmlParseError, XmlValidateError, XsdValidator } =
    await import('libxml2-wasm');
  const option =
    ParseOption.XML_PARSE_NONET |
    ParseOption.XML_PARSE_NO_XXE |
    ParseOption.XML_PARSE_NO_SYS_CATALOG |
    ParseOption.XML_PARSE_BIG_LINES |
    ParseOption.XML_PARSE_COMPACT;
  let roots: string[];
  let validator: InstanceType<typeof XsdValidator>;
  try {
    const document = XmlDocument.fromBuffer(await readFile(file), { option });
    try {
      roots = document
        .find('/xs:schema/xs:element', XSD)
        .map((node) => (node instanceof XmlElement ? (node.attr('name')?.value ?? '') : ''));
      validator = XsdValidator.fromDoc(document);
    } finally {
      document.dispose();
    }
  } catch (error) {
    throw new DongboError('DB-XML-003', { file, reason: reasonOf(error) });
  }
  return {
    of,
    faultsOf({ text, line }) {
      const lineOf = (complaint: Complaint): number => line + complaint.line - 1;
      let document: InstanceType<typeof XmlDocument> | null = null;
      try {
        document = XmlDocument.fromString(text, { option });
        validator.validate(document);
        return [];
      } catch (error) {
        // It is stricter in form than the tokenizer here and there: endless names, `xml:id`.
        if (error instanceof XmlParseError) {
          const [first = { message: '', line: 1 }] = error.details;
          return [{ code: 'DB-XML-017', params: {}, line: lineOf(first), column: null }];
        }
        if (!(error instanceof XmlValidateError)) throw error;
        return error.details.slice(0, MOST_FAULTS).map((complaint) => {
          const [code, params] = told(complaint, roots);
          return { code, params, line: lineOf(complaint), column: null };
        });
      } finally {
        document?.dispose();
      }
    },
    close: () => validator.dispose(),
  };
}
