/**
 * Where something is in an element, and what text it is.
 * Guarantees: pure; a path is local names with dots between them, `@name` for an attribute, `#text` for the text
 * of the element itself, a number for one of several (from 0); nothing that stands there is passed over.
 */
import type { SourceText } from '../../domain/source-dossier.ts';
import type { Element } from './read-element.ts';

/** A place in an element, looked up. */
export type ElementPlace = (element: Element) => SourceText;

const local = (step: string): string => step.slice(step.indexOf(':') + 1);

/** Every element at the end of `steps`, in order. */
export function elementsAt(element: Element, steps: readonly string[]): readonly Element[] {
  let found: readonly Element[] = [element];
  for (const step of steps) {
    if (/^\d+$/.test(step)) found = found.slice(Number(step), Number(step) + 1);
    else found = found.flatMap(({ children }) => children.filter(({ name }) => name === step));
  }
  return found;
}

/** Steps of a path without prefixes of namespaces. */
export function stepsOf(path: string): readonly string[] {
  return path.split('.').map(local);
}

/** An element that only holds others has no text: what stands between them is layout. */
function ownText({ text, children }: Element): SourceText {
  return children.length > 0 && text?.trim() === '' ? null : text;
}

/** Prepares a path. Where several elements stand there, their texts are one, with commas. */
export function elementPlace(path: string): ElementPlace {
  const steps = path.split('.');
  const last = steps.at(-1) ?? '';
  const attribute = last.startsWith('@') ? local(last.slice(1)) : null;
  const way = (attribute !== null || last === '#text' ? steps.slice(0, -1) : steps).map(local);
  const read: ElementPlace =
    attribute === null ? ownText : ({ attributes }) => attributes.get(attribute) ?? null;
  return (element) => {
    const texts = elementsAt(element, way)
      .map(read)
      .filter((text) => text !== null);
    return texts.length === 0 ? null : texts.join(',');
  };
}
