/** Imports from the file to what comes of it, all before one service. */
import './testing/import-files.js';
import './testing/import-sheet.js';
import './testing/round-trip.js';
import './testing/subject-facts.js';
