/** Zip archives without the pipelines. */
export {
  DamagedArchive,
  packingMethods,
  readContents,
  readDirectory,
  type StoredFile,
} from './read-zip.js';
