'use client';
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowsMaximize } from '@tabler/icons-react';
import type { WholeDesign } from '../queries';
import { readSpec } from '../spec';
import { ExtendForm } from './extend-form';

/** Adds values, replicates or inputs to a design; not offered where a design cannot grow. */
export function ExtendDesign({ design }: { readonly design: WholeDesign }) {
  const [opened, { open, close }] = useDisclosure(false);
  const spec = readSpec(design.spec);
  if (spec === null || spec.kind === 'list' || spec.kind === 'adaptive') return null;
  return (
    <>
      <Button variant="default" leftSection={<IconArrowsMaximize size={16} aria-hidden />} onClick={open}>
        Extend
      </Button>
      <Modal opened={opened} onClose={close} title="Extend the design" size="lg">
        <ExtendForm design={design} spec={spec} onCancel={close} />
      </Modal>
    </>
  );
}
