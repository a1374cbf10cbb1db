/** A definition that names program files beside it becomes one that holds their text. */
import { isMap, isSeq, parseDocument } from 'yaml';

/**
 * Replaces `files: [analyse.py]` by the texts, keeping everything else of the YAML as it is. A text that names no
 * files, or is no YAML, is given back unchanged.
 * @param readText of a file by its name @throws Error where it cannot be read
 */
export function inlineFiles(text: string, readText: (name: string) => string): string {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  const files = document.get('files', true);
  if (!isSeq(files)) return text;
  const names = (files.toJSON() as unknown[]).map(String);
  document.set(
    'files',
    document.createNode(Object.fromEntries(names.map((name) => [baseName(name), readText(name)]))),
  );
  return document.toString({ lineWidth: 0 });
}

function baseName(name: string): string {
  return name.split('/').at(-1) ?? name;
}
