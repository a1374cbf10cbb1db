import {
  type NotificationEventKind,
  notificationEventKinds,
  notificationEventMeanings,
} from '@batchyard/domain';
import { Checkbox, Stack } from '@mantine/core';

interface EventChoicesProps {
  readonly label: string;
  readonly value: readonly NotificationEventKind[];
  readonly onChange: (value: NotificationEventKind[]) => void;
  readonly error?: string | undefined;
}

/** Kinds of events, each with what it means. */
export function EventChoices({ label, value, onChange, error }: EventChoicesProps) {
  return (
    <Checkbox.Group
      label={label}
      value={[...value]}
      onChange={(kinds) => onChange(notificationEventKinds.filter((kind) => kinds.includes(kind)))}
      error={error}
    >
      <Stack gap={10} mt={8}>
        {notificationEventKinds.map((kind) => (
          <Checkbox
            key={kind}
            value={kind}
            label={notificationEventMeanings[kind].title}
            description={notificationEventMeanings[kind].meaning}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
