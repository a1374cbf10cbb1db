'use client';
import { Badge, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import classes from '@/parameters/parameters.module.css';
import { FactsEditor, type FactsEditorProps } from './facts-editor';

/** Facts about the batch, folded until somebody wants them. */
export function FactsFold(props: FactsEditorProps) {
  const [opened, { toggle }] = useDisclosure(false);
  const count = props.facts.filter(({ name }) => name.trim() !== '').length;
  const isOpen = opened || props.message !== undefined;
  return (
    <section>
      <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={toggle}>
        <IconChevronRight size={16} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />
        <Text size="sm" fw={620} component="span">
          Facts about the batch
        </Text>
        <Text size="xs" c="dimmed" component="span" truncate flex={1}>
          session, condition, purpose
        </Text>
        {count > 0 && (
          <Badge size="sm" variant="default" tt="none">
            {count}
          </Badge>
        )}
      </UnstyledButton>
      {isOpen && <FactsEditor {...props} />}
    </section>
  );
}
