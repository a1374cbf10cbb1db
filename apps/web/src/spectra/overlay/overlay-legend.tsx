import { Anchor, Checkbox, Group } from '@mantine/core';
import Link from 'next/link';
import { useChartColors } from '@/charts/use-chart-colors';
import { useCurrentProject } from '@/projects/project-frame';
import { sampleColor } from './overlay';
import classes from './overlay.module.css';
import { baselineKey } from './overlay-chart';
import type { ShownOverlay } from './queries';

export interface OverlayLegendProps {
  readonly overlay: ShownOverlay;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  /** Id of the job whose name the pointer is on. */
  readonly onPoint: (jobId: string | null) => void;
}

/** Every curve with its colour: taken away by its box, found by pointing at it, opened by its name. */
export function OverlayLegend({ overlay, hidden, onToggle, onPoint }: OverlayLegendProps) {
  const { samples, baselines } = overlay;
  const colors = useChartColors();
  const project = useCurrentProject();
  return (
    <ul className={classes.legend} aria-label="Curves">
      {baselines.map(({ name }, place) => (
        <li key={baselineKey(place)}>
          <Checkbox
            size="xs"
            color="gray"
            label={
              <>
                <span
                  className={classes.stroke}
                  style={{ borderTop: `2px dashed ${colors.text}` }}
                  aria-hidden
                />
                Baseline: {name}
              </>
            }
            checked={!hidden.has(baselineKey(place))}
            onChange={() => onToggle(baselineKey(place))}
          />
        </li>
      ))}
      {samples.map(({ job }, index) => (
        <li key={job.id} onMouseEnter={() => onPoint(job.id)} onMouseLeave={() => onPoint(null)}>
          <Group gap={6} wrap="nowrap">
            <Checkbox
              size="xs"
              color={sampleColor(index, samples.length, colors)}
              aria-label={job.label}
              checked={!hidden.has(job.id)}
              onChange={() => onToggle(job.id)}
            />
            <span
              className={classes.stroke}
              style={{ borderTop: `2px solid ${sampleColor(index, samples.length, colors)}` }}
              aria-hidden
            />
            <Anchor component={Link} href={project.at(`/jobs/${job.id}`)} fz="xs" truncate title={job.label}>
              {job.label}
            </Anchor>
          </Group>
        </li>
      ))}
    </ul>
  );
}
