'use client';
import { Box, Button, Collapse, Group, NumberInput, Select, Slider, Text } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { DropZone } from '@/files/drop-zone';
import { filesQuery } from '@/files/queries';
import { formatNumber } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import type { VideoSummary } from './use-frame';

export interface FrameChoiceProps {
  readonly slug: string;
  readonly mayUpload: boolean;
  /** Endings of videos and pictures. */
  readonly extensions: readonly string[];
  readonly file: ChosenFile | null;
  readonly onFile: (file: ChosenFile) => void;
  readonly video: VideoSummary | null;
  readonly timeS: number;
  readonly onTime: (timeS: number) => void;
}

export interface ChosenFile {
  readonly id: string;
  readonly name: string;
}

/** Which file's frame is shown, and at what time. */
export function FrameChoice(props: FrameChoiceProps) {
  const { slug, mayUpload, extensions, file, onFile, video, timeS, onTime } = props;
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 250);
  const [isUploading, { toggle }] = useDisclosure(false);
  const variables = { slug, first: 50, search: null, extensions: [...extensions] };
  // What is chosen stands in the field; it is no search.
  const searched = settled === file?.name ? variables : { ...variables, search: settled || null };
  const { data } = useApi(filesQuery, searched, { keepPrevious: true });
  const files = data?.project.files.nodes ?? [];
  const names = new Map([...(file ? [file] : []), ...files].map(({ id, name }) => [id, name]));
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label="Video or picture"
          placeholder={names.size === 0 ? 'None in this project yet' : 'Choose a file of the project'}
          searchable
          searchValue={search}
          onSearchChange={setSearch}
          filter={({ options }) => options}
          data={[...names].map(([value, label]) => ({ value, label }))}
          value={file?.id ?? null}
          onChange={(id) => id !== null && onFile({ id, name: names.get(id) ?? '' })}
          allowDeselect={false}
          nothingFoundMessage="No such file"
          flex="1 1 220px"
        />
        {mayUpload && (
          <Button variant="default" onClick={toggle} aria-expanded={isUploading}>
            Upload…
          </Button>
        )}
        {video && video.durationS !== null && (
          <TimeChoice video={{ ...video, durationS: video.durationS }} timeS={timeS} onTime={onTime} />
        )}
      </Group>
      {video && (
        <Text size="xs" c="dimmed" mt={4} className="numeric">
          {video.widthPx} × {video.heightPx} pixels, {formatNumber(video.framesPerSecond)} frames a second
          {video.durationS !== null && `, ${formatNumber(video.durationS)} s`}
        </Text>
      )}
      <Collapse expanded={isUploading && mayUpload}>
        <Box mt="sm">
          <DropZone slug={slug} extensions={extensions} onUploaded={onFile} />
        </Box>
      </Collapse>
    </>
  );
}

interface TimeChoiceProps {
  readonly video: VideoSummary & { readonly durationS: number };
  readonly timeS: number;
  readonly onTime: (timeS: number) => void;
}

/** Moves freely; the frame follows when it comes to rest. */
function TimeChoice({ video, timeS, onTime }: TimeChoiceProps) {
  const [at, setAt] = useState(timeS);
  useEffect(() => setAt(timeS), [timeS]);
  const frameS = 1 / video.framesPerSecond;
  const last = Math.max(0, Math.floor((video.durationS - frameS / 2) * 1000) / 1000);
  return (
    <Group gap="sm" flex="1 1 240px" wrap="nowrap" align="flex-end">
      <Slider
        thumbLabel="Time in the video"
        flex={1}
        mb={10}
        min={0}
        max={last}
        step={Math.round(frameS * 1000) / 1000}
        label={null}
        value={at}
        onChange={setAt}
        onChangeEnd={onTime}
      />
      <NumberInput
        label="Time (s)"
        w={110}
        min={0}
        max={last}
        step={frameS}
        decimalScale={3}
        clampBehavior="strict"
        value={at}
        onChange={(value) => typeof value === 'number' && onTime(value)}
      />
    </Group>
  );
}
