import type { NightMetric, ScheduleNight } from './night-queries';
import { metricText } from './night-text';

interface BandChartProps {
  readonly metric: NightMetric;
  /** Newest first. */
  readonly nights: readonly ScheduleNight[];
}

const [width, height, edge] = [240, 44, 5];

/** The values of a metric night by night, with the band that the newest night was judged by. */
export function BandChart({ metric, nights }: BandChartProps) {
  const points = [...nights].reverse().flatMap((night, index) => {
    const found = night.metrics.find(({ name }) => name === metric.name);
    return found === undefined ? [] : [{ night: night.night, index, value: found.value, place: found.place }];
  });
  const [low, high] = shownRange(
    points.map(({ value }) => value),
    metric,
  );
  const x = (index: number) => edge + ((width - 2 * edge) * index) / Math.max(nights.length - 1, 1);
  const y = (value: number) =>
    high === low
      ? height / 2
      : height - edge - ((height - 2 * edge) * (Math.min(Math.max(value, low), high) - low)) / (high - low);
  const { low: from, high: to, median } = metric;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={`${metric.title} of the last ${points.length} nights, newest ${metricText(metric.value, metric.unit)}`}
      style={{ maxWidth: '100%', display: 'block' }}
    >
      {from !== null && to !== null && median !== null && (
        <>
          <rect
            x={0}
            width={width}
            y={y(to)}
            height={Math.max(y(from) - y(to), 1)}
            fill="var(--tone-succeeded)"
            opacity={0.14}
          />
          <line
            x1={0}
            x2={width}
            y1={y(median)}
            y2={y(median)}
            stroke="var(--tone-succeeded)"
            opacity={0.5}
            strokeDasharray="3 3"
          />
        </>
      )}
      {points.map(({ night, index, value, place }) => {
        const isOut = place === 'above' || place === 'below';
        const fill = isOut ? 'var(--tone-failed)' : 'var(--mantine-color-text)';
        const title = <title>{`${night}: ${metricText(value, metric.unit)}`}</title>;
        if (value > high || value < low) {
          return (
            <path key={night} d={arrow(x(index), y(value), value > high ? -1 : 1)} fill={fill}>
              {title}
            </path>
          );
        }
        return (
          <circle key={night} cx={x(index)} cy={y(value)} r={isOut ? 3.4 : 2.2} fill={fill}>
            {title}
          </circle>
        );
      })}
    </svg>
  );
}

/**
 * All values and the band, but at most twice the band's width beyond it: a value far out would press the band to a line.
 */
function shownRange(values: readonly number[], { low, high }: NightMetric): readonly [number, number] {
  if (low === null || high === null || high === low) {
    const all = [...values, low, high].filter((value) => value !== null);
    return [Math.min(...all), Math.max(...all)];
  }
  const room = 2 * (high - low);
  return [Math.max(Math.min(...values, low), low - room), Math.min(Math.max(...values, high), high + room)];
}

/** A triangle for a value beyond what is shown. @param down 1: it points down, -1: up */
function arrow(x: number, y: number, down: 1 | -1): string {
  return `M${x - 4} ${y - 3 * down}h8l-4 ${6.5 * down}z`;
}
