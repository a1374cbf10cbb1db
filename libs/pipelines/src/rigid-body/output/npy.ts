/**
 * A matrix of 64-bit floats as a NumPy file, format version 1.0: magic, header padded to a multiple of 64
 * bytes, values little-endian, row by row.
 */
export function npyMatrix(values: Float64Array, columns: number): Uint8Array {
  const shape = `(${values.length / columns}, ${columns})`;
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`;
  const unpadded = 10 + dictionary.length + 1;
  const header = `${dictionary}${' '.repeat((64 - (unpadded % 64)) % 64)}\n`;
  const file = Buffer.alloc(10 + header.length + values.length * 8);
  file.write('\x93NUMPY\x01\x00', 0, 'latin1');
  file.writeUInt16LE(header.length, 8);
  file.write(header, 10, 'latin1');
  values.forEach((value, i) => {
    file.writeDoubleLE(value, 10 + header.length + i * 8);
  });
  return file;
}
