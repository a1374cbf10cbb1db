/** Small line charts as SVG text, without any library: axes with nice ticks, lines, a legend. */

export interface Line {
  readonly label: string;
  readonly colour: string;
  /** x, y, x, y, …; a NaN breaks the line. */
  readonly values: readonly number[];
  readonly width: number;
}

export interface ChartFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Chart {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly Line[];
  /** One unit is as long on both axes. */
  readonly equalAxes: boolean;
  readonly yFromZero: boolean;
}

type Range = readonly [number, number];

/** Draws one chart into the frame (in pixels, axes inside it). */
export function chartSvg(chart: Chart, frame: ChartFrame): string {
  const inner = {
    left: frame.left + 64,
    top: frame.top + 52,
    width: frame.width - 80,
    height: frame.height - 100,
  };
  let x = padded(rangeOf(chart.lines, 0), 0);
  let y = padded(rangeOf(chart.lines, 1), 0.06);
  if (chart.yFromZero) y = [0, y[1]];
  if (chart.equalAxes) [x, y] = equalise(x, y, inner.width / inner.height);
  const toX = (value: number) => inner.left + ((value - x[0]) / (x[1] - x[0])) * inner.width;
  const toY = (value: number) => inner.top + inner.height - ((value - y[0]) / (y[1] - y[0])) * inner.height;
  return [
    `<text x="${frame.left + 16}" y="${frame.top + 22}" font-size="15" font-weight="600">${escapeXml(chart.title)}</text>`,
    legend(chart.lines, frame.left + 16, frame.top + 40),
    ...axes(chart, inner, x, y, toX, toY),
    ...chart.lines.map((line) => polyline(line, toX, toY)),
  ].join('\n');
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function rangeOf(lines: readonly Line[], axis: 0 | 1): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of lines) {
    for (let i = axis; i < values.length; i += 2) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

function padded([low, high]: Range, share: number): Range {
  const size = high - low || Math.abs(high) || 1;
  return high === low ? [low - size / 2, high + size / 2] : [low - size * share, high + size * share];
}

function equalise(x: Range, y: Range, aspect: number): [Range, Range] {
  const height = Math.max(y[1] - y[0], ((x[1] - x[0]) * 1.08) / aspect);
  const around = ([low, high]: Range, size: number): Range => {
    const middle = (low + high) / 2;
    return [middle - size / 2, middle + size / 2];
  };
  return [around(x, height * aspect), around(y, height)];
}

/** Four to eight round numbers inside the range. */
function ticks([low, high]: Range): number[] {
  const raw = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw)!;
  const result: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) result.push(i * step);
  return result;
}

function axes(
  chart: Chart,
  inner: ChartFrame,
  x: Range,
  y: Range,
  toX: (value: number) => number,
  toY: (value: number) => number,
): string[] {
  const { left, top, width, height } = inner;
  const bottom = top + height;
  const label = (value: number) => String(Number(value.toPrecision(6)));
  return [
    ...ticks(x).flatMap((tick) => [
      `<line x1="${pixel(toX(tick))}" y1="${top}" x2="${pixel(toX(tick))}" y2="${bottom}" stroke="#e5e7eb"/>`,
      `<text x="${pixel(toX(tick))}" y="${bottom + 17}" text-anchor="middle" fill="#4b5563">${label(tick)}</text>`,
    ]),
    ...ticks(y).flatMap((tick) => [
      `<line x1="${left}" y1="${pixel(toY(tick))}" x2="${left + width}" y2="${pixel(toY(tick))}" stroke="#e5e7eb"/>`,
      `<text x="${left - 7}" y="${pixel(toY(tick) + 4)}" text-anchor="end" fill="#4b5563">${label(tick)}</text>`,
    ]),
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="#9ca3af"/>`,
    `<text x="${left + width / 2}" y="${bottom + 36}" text-anchor="middle">${escapeXml(chart.xTitle)}</text>`,
    `<text transform="translate(${left - 48} ${top + height / 2}) rotate(-90)" text-anchor="middle">${escapeXml(chart.yTitle)}</text>`,
  ];
}

function polyline(line: Line, toX: (value: number) => number, toY: (value: number) => number): string {
  let path = '';
  let pen = 'M';
  for (let i = 0; i < line.values.length; i += 2) {
    const x = line.values[i]!;
    const y = line.values[i + 1]!;
    if (Number.isNaN(x + y)) {
      pen = 'M';
      continue;
    }
    path += `${pen}${pixel(toX(x))} ${pixel(toY(y))}`;
    pen = 'L';
  }
  return `<path d="${path}" fill="none" stroke="${line.colour}" stroke-width="${line.width}" stroke-linejoin="round"/>`;
}

/** Labels in a row, each in the colour of its line; lines of the same label share one. */
function legend(lines: readonly Line[], left: number, y: number): string {
  const entries = lines.filter(
    (line, i) => line.label !== '' && lines.findIndex((l) => l.label === line.label) === i,
  );
  let x = left;
  return entries
    .map((line) => {
      const at = x;
      x += 40 + line.label.length * 7;
      return (
        `<line x1="${at}" y1="${y - 4}" x2="${at + 18}" y2="${y - 4}" stroke="${line.colour}" stroke-width="3"/>` +
        `<text x="${at + 24}" y="${y}">${escapeXml(line.label)}</text>`
      );
    })
    .join('\n');
}

function pixel(value: number): string {
  return value.toFixed(1);
}
