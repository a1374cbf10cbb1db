import { Text } from '@mantine/core';
import { countSentence } from '../counts';
import type { CountedDesign } from '../use-counts';

/** How many jobs the design comes to, while somebody types. */
export function SettingsCount({ counted }: { readonly counted: CountedDesign }) {
  const { counts, isCurrent } = counted;
  return (
    <Text
      size="sm"
      fw={620}
      className="numeric"
      aria-live="polite"
      c={isCurrent ? undefined : 'dimmed'}
      data-testid="job-count"
    >
      {countSentence(counts)}
    </Text>
  );
}
