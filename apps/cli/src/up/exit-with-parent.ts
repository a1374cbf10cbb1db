/**
 * Loaded into every service with `--import`: when the supervisor is gone, however it died, its channel closes and
 * the service ends too, first politely, then for certain. Children that a service forks inherit this.
 */
const graceMs = 3_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref();
});
