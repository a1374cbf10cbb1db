/** The caption in lines that fit the figure, for its subtitle. */
export function captionLines(caption: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of caption.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && longer.length * captionCharWidth <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Of the caption's font at 10 pixels, on the safe side. */
const captionCharWidth = 5.6;
