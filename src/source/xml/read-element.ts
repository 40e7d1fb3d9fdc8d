/**
 * One dossier's fragment as a tree of elements.
 * Guarantees: text as it was meant: character references and the five entities decoded, CDATA as it stands,
 * nothing trimmed, "007" no number; names without their namespace's prefix.
 * Must not: be given what the tokenizer has not found well-formed; expand any entity.
 */
import { XMLParser } from 'fast-xml-parser';
import { DEEPEST } from './cut-dossiers.ts';

/** One element. */
export interface Element {
  /** Local name. */
  readonly name: string;
  /** By local name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Its own text, without that of its children; `null` = it says itself that it has none (`xsi:nil`). */
  readonly text: string | null;
}

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: TEXT,
  cdataPropName: CDATA,
  processEntities: false,
  htmlEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignorePiTags: true,
  ignoreDeclaration: true,
  maxNestedTags: DEEPEST + 1,
  // Nobody here asks for paths: they need not be put together.
  jPath: false,
});

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16));
  });
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

type Node = Readonly<Record<string, unknown>>;

/** Text of a node that is nothing but text. */
function textIn(content: unknown): string {
  if (!Array.isArray(content)) return String(content ?? '');
  return content.map((part: Node) => String(part[TEXT] ?? '')).join('');
}

function attributesOf(node: Node): Map<string, string> {
  const written = Object.entries((node[ATTRIBUTES] ?? {}) as Readonly<Record<string, unknown>>);
  // Blanks of any kind are blanks there, unless written as references.
  return new Map(
    written.map(([name, value]) => [name, decoded(String(value).replace(/\r\n|[\t\r\n]/g, ' '))]),
  );
}

function elementOf(name: string, node: Node): Element {
  const children: Element[] = [];
  let text = '';
  for (const child of node[name] as readonly Node[]) {
    for (const [key, content] of Object.entries(child)) {
      if (key === TEXT) text += decoded(String(content));
      else if (key === CDATA) text += textIn(content);
      else if (key !== ATTRIBUTES) children.push(elementOf(key, child));
    }
  }
  const written = attributesOf(node);
  const isNil = [...written].some(([key, value]) => key.endsWith(':nil') && /^\s*(?:true|1)\s*$/.test(value));
  const attributes = new Map(
    [...written].flatMap(([key, value]) =>
      key.startsWith('xmlns') ? [] : [[localName(key), value] as const],
    ),
  );
  return { name: localName(name), attributes, children, text: isNil ? null : text };
}

/** Reads one fragment. Throws what the parser throws, which never happens to what the tokenizer has passed. */
export function readElement(fragment: string): Element {
  const nodes = parser.parse(fragment) as readonly Node[];
  for (const node of nodes)
    for (const key of Object.keys(node))
      if (Array.isArray(node[key]) && key !== CDATA) return elementOf(key, node);
  throw new Error('no element');
}
