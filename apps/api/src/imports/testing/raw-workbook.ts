/** Workbooks to the letter of their XML, as spreadsheet programs, or people who mean harm, write them. */
import { openDrafts, zipArchive } from '@batchyard/documents';

type Files = Readonly<Record<string, string | Uint8Array>>;

async function archive(files: Files): Promise<Buffer> {
  const drafts = await openDrafts();
  async function* once<T>(value: T) {
    yield value;
  }
  async function* entries() {
    for (const [name, content] of Object.entries(files)) {
      yield await drafts.add(name, new Date(0), once(Buffer.from(content)));
    }
  }
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of zipArchive(entries())) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await drafts.remove();
  }
}

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="x/${type}" Target="${target}"/>`;

const relations = (each: readonly string[]) => `<Relationships>${each.join('')}</Relationships>`;

/** Cells with `s="1"` are dates. */
const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';

/**
 * A workbook of these sheets.
 * @param sheets XML of each, by its name
 * @param book XML in place of the list of sheets
 */
export function rawWorkbook(sheets: Files, book?: string): Promise<Buffer> {
  const names = Object.keys(sheets);
  const list = names.map((name, index) => `<sheet name="${name}" r:id="rId${index + 1}"/>`);
  const parts = names.map((_, index) => `worksheets/sheet${index + 1}.xml`);
  return archive({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': book ?? `<workbook xmlns:r="r"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...parts.map((part, index) => relation(`rId${index + 1}`, 'worksheet', part)),
      relation('rIdS', 'styles', 'styles.xml'),
    ]),
    'xl/styles.xml': styles,
    ...Object.fromEntries(parts.map((part, index) => [`xl/${part}`, sheets[names[index] ?? ''] ?? ''])),
  });
}
