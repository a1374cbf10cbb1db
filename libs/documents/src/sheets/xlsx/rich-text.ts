/** Texts of cells, which may be made of pieces in several fonts. */

/** Gathers `t` elements; pieces that say how a text is pronounced (`rPh`) are no part of it. */
export class TextGatherer {
  private text = '';
  private isInText = false;
  private isInPhonetic = false;

  open(name: string): void {
    if (name === 't') this.isInText = !this.isInPhonetic;
    else if (name === 'rPh') this.isInPhonetic = true;
  }

  add(text: string): void {
    if (this.isInText) this.text += text;
  }

  close(name: string): void {
    if (name === 't') this.isInText = false;
    else if (name === 'rPh') this.isInPhonetic = false;
  }

  take(): string {
    const { text } = this;
    this.text = '';
    return unescapeText(text);
  }
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
