// Shorter ones the JSON parser itself keeps once. Longer ones are ids and messages, each of which stands once anyway.
const minLength = 11;
const maxLength = 32;

const recent: string[] = new Array(4096).fill("");

/**
 * A string equal to `text`: the one that was seen lately, if one was. Timestamps stand several times in one object, the
 * names and addresses of nodes in many. Not a Map: most strings come once, and to file them would cost more than the
 * comparison with the one that has their place.
 */
export function intern(text: string): string {
  const { length } = text;
  if (length < minLength || length > maxLength) return text;
  let hash = length;
  // What differs stands at the end.
  for (let index = length - 10; index < length; index += 1) hash = (hash * 31 + text.charCodeAt(index)) | 0;
  const place = (hash ^ (hash >>> 12)) & 4095;
  const known = recent[place] as string;
  if (known === text) return known;
  recent[place] = text;
  return text;
}
