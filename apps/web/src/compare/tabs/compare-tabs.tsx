'use client';
import { Box, Tabs } from '@mantine/core';
import { Suspense } from 'react';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import { offeredTabs } from './tabs';
import classes from './tabs.module.css';

/** One view of the settings at a time; the open one stands in the address. */
export function CompareTabs(props: PanelProps) {
  const { comparison, view, change } = props;
  const { offered, current } = offeredTabs(comparison, view.tab);
  if (!current) return null;
  const Content = current.content;
  const first = offered[0]?.id;
  return (
    <Tabs value={current.id} onChange={(id) => change({ tab: id === first ? null : id })} keepMounted={false}>
      <Tabs.List className={classes.list}>
        {offered.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={current.id}>
        <Box mt="md">
          <Suspense
            fallback={
              <Panel>
                <LoadingRows />
              </Panel>
            }
          >
            <Content {...props} />
          </Suspense>
        </Box>
      </Tabs.Panel>
    </Tabs>
  );
}
