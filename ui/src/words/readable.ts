/** A name out of a program, as words: `favouriteRoast` and `favourite_roast` become "Favourite roast". */
export function readable(key: string): string {
  if (/\s/.test(key)) return key
  const words = key
    .replace(/^\$/, '')
    .split(/[_.-]+|(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u)
    .filter(Boolean)
    .map((word, index) => (index === 0 || isAcronym(word) ? word : word.toLowerCase()))
  const text = words.join(' ')
  return text ? text[0]?.toUpperCase() + text.slice(1) : key
}

const isAcronym = (word: string) => word.length > 1 && word === word.toUpperCase()
