'use client';
import type { VocabularyKind } from '@batchyard/domain';
import { Kbd, Modal, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { keyOfTerm } from './key-map';

interface KeyLine {
  readonly keys: readonly string[];
  readonly does: string;
}

const groups: readonly { readonly title: string; readonly lines: readonly KeyLine[] }[] = [
  {
    title: 'Frames',
    lines: [
      { keys: ['←', '→'], does: 'Previous, next frame' },
      { keys: ['Page Up', 'Page Down'], does: '10 frames back, on' },
      { keys: ['Home', 'End'], does: 'First, last frame' },
      { keys: ['Space'], does: 'Play, pause' },
      { keys: ['+', '−', '0'], does: 'Closer, wider, whole image' },
      { keys: ['[', ']'], does: 'Previous, next subject' },
    ],
  },
  {
    title: 'Choosing',
    lines: [
      { keys: ['Shift ←', 'Shift →'], does: 'Choose a run of frames' },
      { keys: ['Shift Home', 'Shift End'], does: 'Choose up to the first, last frame' },
      { keys: ['Ctrl A'], does: 'Choose all frames' },
      { keys: ['/'], does: 'Type a range' },
      { keys: ['Esc'], does: 'Only the current frame again' },
    ],
  },
  {
    title: 'Saying',
    lines: [
      { keys: ['↑', '↓'], does: 'Kind before, after' },
      { keys: ['1', '…', '9'], does: 'A value of the active kind' },
      { keys: ['Delete'], does: 'Take the active kind away' },
      { keys: ['Shift M'], does: 'Set a landmark here' },
      { keys: ['Shift C'], does: 'Confidence of the next labels' },
      { keys: ['Shift N'], does: 'Note of the next label' },
      { keys: ['Ctrl Z', 'Ctrl Shift Z'], does: 'Undo, redo' },
    ],
  },
  {
    title: 'On an older result',
    lines: [
      { keys: ['Shift K'], does: 'Keep: it still holds' },
      { keys: ['Shift R'], does: 'Redo: take it away and look again' },
      { keys: ['Shift D'], does: 'Drop it' },
    ],
  },
];

export interface HelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly kinds: readonly VocabularyKind[];
  readonly activeKind: string;
}

/** All keys of the page, with those of the project's own values. */
export function Help({ opened, onClose, kinds, activeKind }: HelpProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {groups.map(({ title, lines }) => (
          <KeyTable key={title} title={title} lines={lines} />
        ))}
        {kinds.map((kind) => (
          <KeyTable key={kind.name} title={kind.title} lines={linesOf(kinds, kind, activeKind)} />
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="md">
        On a Mac, ⌘ stands for Ctrl. Pressing the key of a value again takes it away, unless others say it
        too; Delete takes it away for everybody.
      </Text>
    </Modal>
  );
}

function linesOf(
  kinds: readonly VocabularyKind[],
  kind: VocabularyKind,
  activeKind: string,
): readonly KeyLine[] {
  return kind.terms.flatMap(({ name, title }) => {
    const key = keyOfTerm(kinds, kind.name, name, activeKind);
    return key === null ? [] : [{ keys: [key], does: title }];
  });
}

function KeyTable({ title, lines }: { readonly title: string; readonly lines: readonly KeyLine[] }) {
  if (lines.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={3}>{title}</Title>
      <Table verticalSpacing={3} withRowBorders={false}>
        <Table.Tbody>
          {lines.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td w={170} style={{ whiteSpace: 'nowrap' }}>
                {keys.map((key) => (
                  <Kbd key={key} size="xs" mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
