// Finding: text folded to one form, so that Qəbələ is found as qebele or Qabala's other spellings.

/** The form in which texts are compared: no case, no marks, one kind of dash and apostrophe. */
function folded(text) {
  return String(text)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\u02bc\u2018\u2019`]/g, "'")
    .replace(/ə/g, "e")
    .replace(/ı/g, "i");
}

/** Whether every word of a query occurs in a text; both folded. */
export function holdsAll(haystack, words) {
  return words.every((word) => haystack.includes(word));
}

export function wordsOf(query) {
  return folded(query).split(/\s+/).filter(Boolean);
}

const texts = new WeakMap();

/** The folded text of an object, made once. */
export function searchText(object, make) {
  if (!texts.has(object)) texts.set(object, folded(make()));
  return texts.get(object);
}
