'use client';
import { Button, Group, Menu, NumberInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useApi } from '@/graphql/hooks';
import classes from '../compare.module.css';
import { comparableQuery } from '../queries';
import type { CompareView } from '../view/url-state';
import type { SourceChipsProps } from './source-chips';
import { BatchLine, DesignLine } from './source-lines';
import { pipelineOf, type SourceKind, withSource } from './sources';

/** A menu of what else can be compared: batches and designs of the same pipeline, and single jobs by number. */
export function AddSource({ slug, comparison, view, change }: SourceChipsProps) {
  const [opened, setOpened] = useState(false);
  const { data } = useApi(comparableQuery, { slug }, { enabled: opened });
  const pipeline = pipelineOf(comparison);
  const add = (kind: SourceKind, id: string) => {
    setOpened(false);
    change(withSource(view, kind, id));
  };
  const isOther = (known: readonly string[]) => (entry: { id: string; pipeline: { name: string } }) =>
    entry.pipeline.name === pipeline?.name && !known.includes(entry.id);
  const batches = data?.project.batches.nodes.filter(isOther(view.batchIds));
  const designs = data?.project.designs.nodes.filter(isOther(view.designIds));
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={360} withinPortal>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />}>
          Add
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <Menu.Label>
          {batches?.length === 0 ? `No other batch of ${pipeline?.title}` : `Batches of ${pipeline?.title}`}
        </Menu.Label>
        {batches?.map((batch) => (
          <Menu.Item key={batch.id} onClick={() => add('batch', batch.id)}>
            <BatchLine batch={batch} />
          </Menu.Item>
        ))}
        {designs && designs.length > 0 && <Menu.Label>Designs, with all their batches</Menu.Label>}
        {designs?.map((design) => (
          <Menu.Item key={design.id} onClick={() => add('design', design.id)}>
            <DesignLine design={design} />
          </Menu.Item>
        ))}
        <Menu.Label>A single job</Menu.Label>
        <JobField view={view} onAdd={(id) => add('job', id)} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface JobFieldProps {
  readonly view: CompareView;
  readonly onAdd: (id: string) => void;
}

function JobField({ view, onAdd }: JobFieldProps) {
  const [id, setId] = useState<string>('');
  const isNew = /^\d+$/.test(id) && !view.jobIds.includes(id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNew) onAdd(id);
  };
  return (
    <form onSubmit={submit} className={classes.jobField}>
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          size="xs"
          flex={1}
          aria-label="Number of the job"
          placeholder="Number, as in the address of its page"
          hideControls
          allowDecimal={false}
          allowNegative={false}
          value={id}
          onChange={(value) => setId(String(value))}
        />
        <Button size="xs" variant="default" type="submit" disabled={!isNew}>
          Add job
        </Button>
      </Group>
    </form>
  );
}
