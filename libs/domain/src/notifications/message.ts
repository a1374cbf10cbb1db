/** What is said to people, as plain text and as simple HTML. */

export interface Message {
  /** One line. */
  readonly subject: string;
  readonly parts: readonly MessagePart[];
}

export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly MessageItem[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export interface MessageItem {
  readonly text: string;
  /** Absent: nothing to open. */
  readonly url?: string | undefined;
}

/** Lines end in \n; tables are columns of even width. */
export function renderText({ parts }: Message): string {
  return `${parts.map(textOf).join('\n\n')}\n`;
}

function textOf(part: MessagePart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'heading':
      return `${part.text}\n${'-'.repeat(part.text.length)}`;
    case 'list':
      return part.items.map(({ text, url }) => `* ${text}${url ? `\n  ${url}` : ''}`).join('\n');
    case 'table':
      return tableText([part.columns, ...part.rows]);
  }
}

function tableText(rows: readonly (readonly string[])[]): string {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One document without styles that a mail program would not know; all text is escaped. */
export function renderHtml({ subject, parts }: Message): string {
  const body = parts.map(htmlOf).join('\n');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body style="font-family:sans-serif;font-size:14px;line-height:1.45">\n${body}\n</body></html>\n`;
}

function htmlOf(part: MessagePart): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'heading':
      return `<h3>${escapeHtml(part.text)}</h3>`;
    case 'list':
      return `<ul>${part.items.map((item) => `<li>${htmlItem(item)}</li>`).join('')}</ul>`;
    case 'table':
      return `<table cellpadding="5" style="border-collapse:collapse;font-size:13px"><tr>${htmlCells('th', part.columns)}</tr>${part.rows
        .map((row) => `<tr>${htmlCells('td', row)}</tr>`)
        .join('')}</table>`;
  }
}

function htmlItem({ text, url }: MessageItem): string {
  return url ? `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>` : escapeHtml(text);
}

function htmlCells(tag: 'th' | 'td', cells: readonly string[]): string {
  return cells
    .map((cell) => `<${tag} align="left" style="border-bottom:1px solid #ccc">${escapeHtml(cell)}</${tag}>`)
    .join('');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
