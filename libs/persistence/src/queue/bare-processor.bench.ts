/** What the queue library runs in its own job processes, for comparison with ours. */
export default async function doNothing(): Promise<null> {
  return null;
}
