import { Button, Center } from '@mantine/core';

interface GrowingList {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** Fetches the next page of a list; absent on the last one. */
export function LoadMore({ list }: { readonly list: GrowingList }) {
  if (!list.hasNextPage) return null;
  return (
    <Center mt="sm">
      <Button
        variant="default"
        size="xs"
        loading={list.isFetchingNextPage}
        onClick={() => list.fetchNextPage()}
      >
        Load more
      </Button>
    </Center>
  );
}
