import { powerLawAt, type RelationReport } from '@batchyard/domain';
import { type Layer, type Plot, type RenderSettings, renderPlot } from '@batchyard/pipelines';
import { headingOf } from './texts.js';

const [dots, line] = ['#1f77b4', '#e6862b'];
const curvePoints = 200;
/** The curve goes on so far beyond the points, as a share of their range. */
const margin = 0.05;

/** Points and their curve, ready to be drawn in any format. */
export function relationPlot({ title, x, y, points, fit }: RelationReport): Plot {
  const curve: Layer[] = fit.law === null ? [] : [curveLayer(points, fit.law)];
  return {
    title,
    x: { label: headingOf(x) },
    panels: [
      {
        y: { label: headingOf(y) },
        layers: [
          ...curve,
          {
            kind: 'points',
            name: `jobs (n = ${points.length})`,
            color: dots,
            radius: 3,
            x: points.map((point) => point.x),
            y: points.map((point) => point.y),
          },
        ],
      },
    ],
  };
}

function curveLayer(points: RelationReport['points'], law: NonNullable<RelationReport['fit']['law']>): Layer {
  const xs = points.map((point) => point.x);
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const from = Math.max(law.x0, low - margin * (high - low));
  const to = high + margin * (high - low);
  const at = Array.from({ length: curvePoints }, (_, i) => from + ((to - from) * i) / (curvePoints - 1));
  return {
    kind: 'line',
    name: 'fitted',
    color: line,
    width: 1.5,
    x: at,
    y: at.map((place) => powerLawAt(law, place)),
  };
}

const size = { dpi: 110, widthIn: 7, heightIn: 4.5, style: 'screen' } as const;

/** The figure as a file. */
export function relationFile(relation: RelationReport, format: RenderSettings['format']): Promise<Buffer> {
  return renderPlot(relationPlot(relation), { ...size, format });
}

/** The figure as an element of a page of HTML. */
export async function relationSvg(relation: RelationReport): Promise<string> {
  const source = (await relationFile(relation, 'svg')).toString();
  return source.replace(/^<\?xml[^>]*>\s*/, '').replace(/ xmlns(:xlink)?="[^"]*"/g, '');
}
