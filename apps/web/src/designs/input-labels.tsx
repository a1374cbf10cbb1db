'use client';
import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

const shownAtFirst = 8;

/** Labels of the inputs of a design; the rest of a long list on request. */
export function InputLabels({ labels }: { readonly labels: readonly string[] }) {
  const [opened, { open }] = useDisclosure(false);
  const shown = opened ? labels : labels.slice(0, shownAtFirst);
  return (
    <>
      {shown.map((label) => (
        <Text key={label} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {label}
        </Text>
      ))}
      {shown.length < labels.length && (
        <Button variant="subtle" size="compact-sm" onClick={open}>
          Show {labels.length - shown.length} more
        </Button>
      )}
    </>
  );
}
