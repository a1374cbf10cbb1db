/** What a process that only reads sheets needs: the whole package would take it most of its time to load. */
export * from './cell.js';
export * from './round-trip.js';
