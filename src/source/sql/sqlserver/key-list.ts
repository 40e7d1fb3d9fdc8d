/**
 * Many values in one parameter: SQL Server takes 2,100 parameters at most.
 * Guarantees: pure; every value arrives as it is, or is among those that have to go as parameters of their own.
 */

/** What XML 1.0 has no way to write. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** See the file's head. */
export function keyList(values: readonly string[]): {
  readonly xml: string;
  readonly others: readonly string[];
} {
  const fits = (text: string): boolean => !NOT_IN_XML.test(text) && text.isWellFormed();
  const xml = values
    .filter(fits)
    .map((text) => `<k>${text.replace(/[&<>\r\n\t]/g, (sign) => ESCAPES[sign] ?? sign)}</k>`)
    .join('');
  return { xml, others: values.filter((text) => !fits(text)) };
}
