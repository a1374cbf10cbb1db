import { sheetLimits } from '../limits.js';
import type { Parts } from '../parts.js';
import { damaged, readXml } from '../xml.js';
import { TextGatherer } from './rich-text.js';

/** The texts that cells name by index. @throws UnreadableSheet when there are more than fit */
export async function readSharedTexts(parts: Parts, path: string, file: string): Promise<string[]> {
  const texts: string[] = [];
  const gatherer = new TextGatherer();
  let chars = 0;
  await readXml(
    parts.read(path),
    {
      open: (name) => gatherer.open(name),
      text: (text) => {
        chars += text.length;
        if (chars > sheetLimits.maxSharedChars) throw damaged(file, 'its texts are too long together');
        gatherer.add(text);
      },
      close(name) {
        gatherer.close(name);
        if (name === 'si') texts.push(gatherer.take());
      },
    },
    file,
  );
  return texts;
}
