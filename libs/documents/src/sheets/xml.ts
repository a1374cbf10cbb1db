/** XML as spreadsheets use it, read as it arrives. */
import { SaxesParser } from 'saxes';
import { UnreadableSheet } from './sheet-file.js';

export type Attributes = Readonly<Record<string, string>>;

/** Names come without their namespace prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Feeds a document to the handler, piece by piece; after each piece the caller may take what the handler has gathered.
 * Documents with a DOCTYPE are refused, so no entity of theirs is ever read or expanded.
 * @param file name for problems
 * @throws UnreadableSheet when it is not well-formed
 */
export async function* parseXml(
  chunks: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  file: string,
): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder('utf-8');
  parser.on('error', (error) => {
    throw damaged(file, error.message);
  });
  parser.on('doctype', () => {
    throw damaged(file, 'it declares a document type, which no spreadsheet program writes');
  });
  const { open, text, close } = handler;
  if (open) parser.on('opentag', (tag) => open(localName(tag.name), tag.attributes));
  if (close) parser.on('closetag', (tag) => close(localName(tag.name)));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.write(decoder.decode()).close();
  yield;
}

/** Feeds a small document whole. @throws UnreadableSheet */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  file: string,
): Promise<void> {
  for await (const _ of parseXml(chunks, handler, file));
}

/** An attribute whatever its prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  const plain = attributes[name];
  if (plain !== undefined) return plain;
  const key = Object.keys(attributes).find((each) => localName(each) === name);
  return key === undefined ? undefined : attributes[key];
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

export function damaged(file: string, why: string): UnreadableSheet {
  return new UnreadableSheet({
    code: 'DAMAGED_SHEET',
    message: `${file} cannot be read as a spreadsheet: ${why}.`,
    place: { file },
    expectation: 'a workbook as spreadsheet programs save it',
    fix: 'Open it in your spreadsheet program and save it again, or save the sheet as CSV.',
  });
}
