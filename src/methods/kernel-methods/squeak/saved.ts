import {
  arrayIn,
  fromRecord,
  packRecord,
  type SavedBytes,
  type SavedRecord,
  unpackRecord,
} from "../../../core/saved.ts";
import { checkDictionary, type Dictionary } from "./dictionary.ts";

const KIND = "squeak-dictionary";

/** The dictionary in one ArrayBuffer, to be stored or sent; every bit of it is kept. */
export function saveDictionary(dictionary: Dictionary): ArrayBuffer {
  checkDictionary("dictionary", dictionary);
  const { X, p, copies, size, dim, seen, peak, gamma, qbar, eps, variant } = dictionary;
  const { kernel, gamma: rate, offset, degree } = dictionary.kernel;
  return packRecord({
    kind: KIND,
    values: { size, dim, seen, peak, gamma, qbar, eps, variant, kernel: { kernel, gamma: rate, offset, degree } },
    arrays: { X, p, copies },
  });
}

/**
 * The dictionary that was saved, the same to the last bit.
 * @throws SavedFormatError for a buffer that is not as it was written, or that holds something else
 */
export function loadDictionary(buffer: SavedBytes): Dictionary {
  return fromRecord(unpackRecord(buffer, KIND), dictionaryOf);
}

function dictionaryOf(record: SavedRecord): Dictionary {
  const arrays = {
    X: arrayIn(record, "X", "f64"),
    p: arrayIn(record, "p", "f64"),
    copies: arrayIn(record, "copies", "i32"),
  };
  const dictionary = { ...record.values, ...arrays };
  checkDictionary("dictionary", dictionary);
  return dictionary;
}
