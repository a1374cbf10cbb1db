'use client';
import { List, Text } from '@mantine/core';
import { formatInZone, offsetInZone } from './zone-time';

export interface NextTimesProps {
  /** ISO, ascending. */
  readonly times: readonly string[];
  readonly zone: string;
}

/** The next times by the clocks of the zone; where clocks are changed in between, the offset says so. */
export function NextTimes({ times, zone }: NextTimesProps) {
  const offsets = new Set(times.map((time) => offsetInZone(time, zone)));
  return (
    <>
      <List size="sm" className="numeric" aria-label="Next times">
        {times.map((time) => (
          <List.Item key={time}>
            {formatInZone(time, zone)}
            {offsets.size > 1 && ` (UTC${offsetInZone(time, zone)})`}
          </List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed" mt={4}>
        By the clocks of {zone}
        {offsets.size > 1 && ', which are changed in between'}.
      </Text>
    </>
  );
}
