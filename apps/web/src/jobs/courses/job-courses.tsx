'use client';
import { SimpleGrid } from '@mantine/core';
import { ChartFigure } from '@/charts/chart-figure';
import { formatNumber, titleWithUnit } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import type { WholeJob } from '../queries';
import { CourseChart } from './course-chart';
import { courseFinding } from './finding';

export type Course = WholeJob['metricCourses'][number];

/** How metrics went while the job ran, step by step. */
export function JobCourses({ job }: { readonly job: WholeJob }) {
  return (
    <Panel title="Metrics on the way">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
        {job.metricCourses.map((course) => (
          <ChartFigure
            key={course.name}
            heightPx={200}
            title={<strong>{titleWithUnit(course.title, course.unit)}</strong>}
            finding={courseFinding(course)}
            fileName={`${job.label} ${course.name}`}
            shown={`${course.steps.length} of ${course.steps.length} reported steps shown`}
            table={{
              headings: ['Step', titleWithUnit(course.title, course.unit)],
              rows: course.steps.map((step, index) => ({
                key: String(step),
                cells: [String(step), formatNumber(course.values[index] ?? Number.NaN, 6)],
              })),
            }}
          >
            <CourseChart course={course} />
          </ChartFigure>
        ))}
      </SimpleGrid>
    </Panel>
  );
}
