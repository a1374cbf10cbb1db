import { Alert, Group, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { formatFixed } from '@/formatting/numbers';
import { ProblemList } from '@/problems/problem-list';
import type { ScaffoldCheck } from '../queries';
import { problemsOf } from './problems-of';

/** How well the control points agree, in all; and what is wrong with them. */
export function FitSummary({ check, placed }: { readonly check: ScaffoldCheck; readonly placed: number }) {
  const problems = problemsOf(check.problems, 'points');
  const { fitError, checkError, method } = check;
  return (
    <>
      {fitError && (
        <Alert color="green" variant="light" icon={<IconCheck size={18} aria-hidden />} data-testid="fit">
          <Group gap={0} style={{ flexDirection: 'column', alignItems: 'flex-start' }}>
            <Text size="sm">
              Fitted: <b>{method}</b>, {fitError.points.length} points
            </Text>
            <Text size="sm" className="numeric">
              Reprojection error <b>{errorText(fitError)}</b> (root mean square)
            </Text>
            {checkError && (
              <Text size="sm" className="numeric">
                Points kept back: <b>{errorText(checkError)}</b>
              </Text>
            )}
          </Group>
        </Alert>
      )}
      {(placed > 0 || fitError) && <ProblemList problems={problems} />}
    </>
  );
}

/** `0.8 px, 0.013 m`. */
function errorText({ rmsPx, rmsM }: { readonly rmsPx: number | null; readonly rmsM: number | null }): string {
  return `${pixelsText(rmsPx)}, ${metresText(rmsM)}`;
}

/** To a hundredth of a pixel: nobody clicks better. */
export function pixelsText(value: number | null): string {
  return value === null ? '–' : `${formatFixed(value, 2)} px`;
}

/** To the millimetre. */
export function metresText(value: number | null): string {
  return value === null ? '–' : `${formatFixed(value, 3)} m`;
}
