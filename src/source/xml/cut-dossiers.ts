/**
 * Cuts a document into its dossiers while it streams by.
 * Guarantees: the whole of it is held to well-formedness, namespaces included (saxes, strict); memory for one
 * dossier, however long the document is; what may grow (depth, attributes, one dossier, what is between two) has
 * an end. No DOCTYPE, so no entity but the five that XML itself has.
 * Must not: judge what is in a dossier.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { ErrorCode, ErrorParams } from '../../domain/errors.ts';
import type { Encoding } from './document-text.ts';
import { type Refusal, refusal } from './refusal.ts';
import { syntaxCode } from './syntax-fault.ts';

/** Levels of elements; a province's own layout needs fewer than ten. */
export const DEEPEST = 64;
/** Attributes of one element. */
export const MOST_ATTRIBUTES = 64;
/** UTF-16 units of one dossier, and of what stands between two: far beyond any without embedded files. */
export const LONGEST_DOSSIER = 2 << 20;
/** Elements and attributes of one dossier, and of what stands between two: the XSD's library takes their square. */
export const MOST_NODES = 1 << 14;
/** Namespaces in force around dossiers, and the UTF-16 units of them: each dossier is given all of them. */
export const MOST_NAMESPACES = 64;
const LONGEST_NAMESPACES = 16 << 10;
/** Names that the reader of fragments refuses, elements and attributes; nobody's column is called so. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Namespaces = Readonly<Record<string, string>>;

/** One dossier as it stands in the document. */
export interface Fragment {
  readonly text: string;
  /** Line of its start tag, from 1. */
  readonly line: number;
  /** Namespaces that are declared around it and not by itself: prefix → name. */
  readonly namespaces: Namespaces;
}

/** What stands in the root between two ends of dossiers, under the root's tags: a document by itself. */
export interface Slice {
  readonly text: string;
  /** Line of the whole document that is the first of `text`, from 1. */
  readonly line: number;
}

/** What a piece of a document has brought. */
export interface Cut {
  readonly fragments: readonly Fragment[];
  /** `null` = nothing to tell yet. */
  readonly slice: Slice | null;
}

interface OpenDossier {
  readonly at: number;
  readonly line: number;
  readonly depth: number;
  readonly namespaces: Namespaces;
}

/** See the file's head. Each method throws a {@link Refusal}. */
export class DossierCutter {
  readonly #parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
  readonly #path: readonly string[];
  readonly #encoding: Encoding;
  #depth = 0;
  /** So many open elements below the root lie on the path. */
  #onPath = 0;
  #attributes = 0;
  /** Elements and attributes since a dossier began or ended. */
  #nodes = 0;
  /** The text from `#boundary` on. */
  #held = '';
  /** Where the newest dossier, or before it the root's start tag, has ended. */
  #boundary = 0;
  #boundaryLine = 1;
  #root: { readonly tag: string; readonly name: string } | null = null;
  /** Start of a tag that is still open: of the root or of a dossier. */
  #tag = { at: 0, line: 1 };
  #dossier: OpenDossier | null = null;
  #around: Namespaces[] = [];
  #fragments: Fragment[] = [];
  /** Where the slice under way ends, and on which line. */
  #sliceEnd: { readonly at: number; readonly line: number } | null = null;
  #saw = { dossier: false, container: false, other: false };

  /** @param path local names of the elements that lead from the root, not among them, to a dossier */
  constructor(path: readonly string[], encoding: Encoding) {
    this.#path = path;
    this.#encoding = encoding;
    const parser = this.#parser;
    parser.on('error', ({ message }) => {
      const text = this.#held.slice(0, parser.position - this.#boundary + '<!doctype'.length);
      const code = syntaxCode(message, this.#root === null && this.#depth === 0 ? text : null);
      throw this.#refused(code, code === 'DB-XML-011' ? { found: 'text' } : {});
    });
    parser.on('xmldecl', ({ encoding: declared }) => this.#checkDeclared(declared));
    parser.on('doctype', () => {
      throw this.#refused('DB-XML-015');
    });
    parser.on('opentagstart', ({ name }) => this.#beginTag(name));
    parser.on('attribute', ({ name }) => {
      this.#attributes += 1;
      if (this.#attributes > MOST_ATTRIBUTES) throw this.#refused('DB-XML-023', { limit: MOST_ATTRIBUTES });
      this.#countNode();
      if (RESERVED_NAMES.has(name)) throw this.#refused('DB-XML-017');
    });
    parser.on('opentag', (tag) => this.#open(tag));
    parser.on('closetag', (tag) => this.#close(tag));
  }

  /** Takes in the next piece. */
  write(text: string): Cut {
    this.#held += text;
    this.#parser.write(text);
    const { position } = this.#parser;
    const { at, line } = this.#dossier ?? { at: this.#boundary, line: this.#boundaryLine };
    if (position - at > LONGEST_DOSSIER) {
      if (this.#root === null && /<!doctype/i.test(this.#held)) throw this.#refused('DB-XML-015');
      throw refusal('DB-XML-021', { limit: LONGEST_DOSSIER }, line);
    }
    return this.#cut();
  }

  /** The document is over: the last of it, and whether there is a place where dossiers could stand. */
  end(): Cut & { readonly hasPlace: boolean } {
    this.#parser.close();
    const { dossier, container, other } = this.#saw;
    return { ...this.#cut(), hasPlace: dossier || (this.#path.length > 1 ? container : !other) };
  }

  #cut(): Cut {
    const fragments = this.#fragments;
    this.#fragments = [];
    const end = this.#sliceEnd;
    if (end === null || this.#root === null) return { fragments, slice: null };
    const inner = this.#held.slice(0, end.at - this.#boundary);
    const closing = this.#depth === 0 ? '' : `</${this.#root.name}>`;
    const slice = { text: `${this.#root.tag}${inner}${closing}`, line: this.#boundaryLine };
    this.#held = this.#held.slice(end.at - this.#boundary);
    this.#boundary = end.at;
    this.#boundaryLine = end.line;
    this.#sliceEnd = null;
    return { fragments, slice };
  }

  #refused(code: ErrorCode, params: ErrorParams = {}): Refusal {
    return refusal(code, params, this.#parser.line, Math.max(1, this.#parser.column));
  }

  #checkDeclared(declared: string | undefined): void {
    const found = this.#encoding;
    const names = found === 'UTF-8' ? ['UTF-8', 'UTF8'] : ['UTF-16', found];
    if (declared !== undefined && !names.includes(declared.toUpperCase()))
      throw this.#refused('DB-XML-013', { expected: declared.slice(0, 40), found });
  }

  #beginTag(name: string): void {
    this.#attributes = 0;
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#refused('DB-XML-022', { limit: DEEPEST });
    if (RESERVED_NAMES.has(name)) throw this.#refused('DB-XML-017');
    this.#countNode();
    if (this.#dossier !== null) return;
    // The parser has read one character beyond the name; a line's end among them is counted already.
    const behind = this.#parser.position - this.#boundary;
    const isLineEnd = /[\r\n]/.test(this.#held[behind - 1] ?? '');
    this.#tag = {
      at: this.#boundary + this.#held.lastIndexOf('<', behind - 1),
      line: this.#parser.line - (isLineEnd ? 1 : 0),
    };
  }

  #open({ name, local, ns }: SaxesTagNS): void {
    if (this.#dossier !== null) return;
    const around = this.#around.at(-1) ?? {};
    if (this.#depth === 1) {
      const tag = this.#held.slice(this.#tag.at - this.#boundary, this.#parser.position - this.#boundary);
      this.#root = { tag: tag.replace(/[\r\n]/g, ' '), name };
      this.#held = this.#held.slice(this.#parser.position - this.#boundary);
      this.#boundary = this.#parser.position;
      this.#boundaryLine = this.#parser.line;
    } else if (this.#depth - 2 === this.#onPath && local === this.#path[this.#onPath]) {
      if (this.#onPath === this.#path.length - 1) {
        const inherited = Object.entries(around).filter(([prefix]) => ns[prefix] === undefined);
        this.#nodes = 0;
        this.#dossier = { ...this.#tag, depth: this.#depth, namespaces: Object.fromEntries(inherited) };
      } else {
        this.#onPath += 1;
        this.#saw.container ||= this.#onPath === this.#path.length - 1;
      }
    } else this.#saw.other = true;
    // Most elements declare none: then nothing is put together anew.
    this.#around.push(Object.keys(ns).length === 0 ? around : this.#inForce({ ...around, ...ns }));
  }

  #countNode(): void {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) throw this.#refused('DB-XML-028', { limit: MOST_NODES });
  }

  #inForce(namespaces: Namespaces): Namespaces {
    const all = Object.entries(namespaces);
    const length = all.reduce((sum, [prefix, name]) => sum + prefix.length + name.length, 0);
    if (all.length > MOST_NAMESPACES || length > LONGEST_NAMESPACES)
      throw this.#refused('DB-XML-023', { limit: MOST_NAMESPACES });
    return namespaces;
  }

  #close(_tag: SaxesTagNS): void {
    const { position, line } = this.#parser;
    const dossier = this.#dossier;
    if (dossier?.depth === this.#depth) {
      const text = this.#held.slice(dossier.at - this.#boundary, position - this.#boundary);
      this.#fragments.push({ text, line: dossier.line, namespaces: dossier.namespaces });
      this.#sliceEnd = { at: position, line };
      this.#dossier = null;
      this.#nodes = 0;
      this.#saw.dossier = true;
    }
    if (this.#dossier === null) this.#around.pop();
    this.#onPath = Math.min(this.#onPath, Math.max(0, this.#depth - 2));
    this.#depth -= 1;
    if (this.#depth === 0) this.#sliceEnd = { at: position, line };
  }
}
